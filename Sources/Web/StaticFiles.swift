import NIOCore

/// What is served as it is.
enum StaticFiles {
  static let stylesheet = Page(.stylesheet, ByteBuffer(bytes: PackageResources.style_css))
  static let icon = Page(.icon, ByteBuffer(bytes: PackageResources.icon_svg))
}
