import NIOCore

/// What is served as it is.
enum StaticFiles {
  static let stylesheet = Page(.stylesheet, ByteBuffer(bytes: PackageResources.style_css))
  /// Of `/api/v1`, in OpenAPI 3.1.
  static let description = Page(
    .document(.json), ByteBuffer(bytes: PackageResources.openapi_json))
  static let icon = Page(.icon, ByteBuffer(bytes: PackageResources.icon_svg))
}
