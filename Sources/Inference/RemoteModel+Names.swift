internal import Grading

extension RemoteModel {
  /// Names a try: `<run>-<problem>-a<attempt>-t<try>`, where the problem's id is hashed, because ids
  /// may hold what headers may not.
  static func requestID(_ run: String, _ id: AttemptID, try number: Int) -> String {
    "\(run)-\(SHA256.hex(id.problemID.utf8).prefix(12))-a\(id.number)-t\(number)"
  }

  /// Text as a word that every header, log and file name can hold.
  static func word(_ text: String) -> String {
    let bytes = text.utf8.prefix(64).map { byte in
      switch byte {
      case 48...57, 65...90, 97...122, UInt8(ascii: "-"), UInt8(ascii: "."): byte
      default: UInt8(ascii: "_")
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
