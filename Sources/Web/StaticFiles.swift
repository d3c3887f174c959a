import NIOCore

/// What is served as it is.
enum StaticFiles {
  /// Of `/api/v1`, in OpenAPI 3.1.
  static let description = Page(
    .document(.json), ByteBuffer(bytes: PackageResources.openapi_json))
  static let icon = Page(.icon, ByteBuffer(bytes: PackageResources.icon_svg))
}
