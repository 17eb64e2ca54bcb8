import CCompression

/// Unpacks gzip, zlib, raw deflate and Zstandard, within bounds that a bomb cannot pass.
///
/// The only file that knows the two libraries. A stream of theirs belongs to one ``Inflation`` and to one
/// thread at a time.
final class Inflation {
  enum Kind {
    case gzip, zlib, deflate, zstandard
  }

  /// How much larger than what is packed the content may be, once it is larger than ``smallSize``.
  ///
  /// Test data compress a hundredfold; a bomb of zlib a thousandfold.
  static let ratioLimit = 400
  static let smallSize = 16 << 20
  /// The most bytes of a whole file's content, that is read as a stream.
  static let streamLimit = 1 << 40

  private let kind: Kind
  private let limit: Int
  private var inflater: UnsafeMutablePointer<z_stream>?
  private var decompressor: OpaquePointer?
  private var consumed = 0
  private var produced = 0
  private var isAtEnd = false

  /// - Parameter limit: The most bytes of content.
  init(_ kind: Kind, limit: Int) throws(FileFailure) {
    self.kind = kind
    self.limit = limit
    switch kind {
    case .gzip, .zlib, .deflate:
      let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
      stream.initialize(to: z_stream())
      // 15 bits of window; 16 more for a gzip header, a negative number for none.
      let bits: Int32 = kind == .gzip ? 31 : kind == .zlib ? 15 : -15
      guard assay_inflate_init(stream, bits) == Z_OK else {
        stream.deallocate()
        throw FileFailure("there is no memory to unpack it")
      }
      inflater = stream
    case .zstandard:
      guard let stream = ZSTD_createDStream() else {
        throw FileFailure("there is no memory to unpack it")
      }
      // At most 128 MiB of window, whatever the file asks for.
      ZSTD_DCtx_setParameter(stream, ZSTD_d_windowLogMax, 27)
      decompressor = stream
    }
  }

  deinit {
    if let inflater {
      inflateEnd(inflater)
      inflater.deallocate()
    }
    if let decompressor { ZSTD_freeDStream(decompressor) }
  }

  /// Unpacks a piece of the input and hands over what comes out, piece by piece.
  ///
  /// - Parameter receive: Says whether to go on.
  /// - Returns: Whether `receive` wants more.
  func feed(
    _ input: UnsafeRawBufferPointer, through buffer: inout [UInt8],
    receive: (UnsafeRawBufferPointer) -> Bool
  ) throws(FileFailure) -> Bool {
    var rest = input
    consumed += input.count
    while true {
      let (read, wrote, isOver, hasMore) = try step(rest, into: &buffer)
      rest = UnsafeRawBufferPointer(rebasing: rest[read...])
      produced += wrote
      guard produced <= limit else {
        throw FileFailure(
          "the content is larger than \(ByteCount.text(limit))", mend: "split the file")
      }
      guard produced <= Inflation.smallSize || produced / Inflation.ratioLimit <= consumed else {
        throw FileFailure(
          "the content is more than \(Inflation.ratioLimit) times as large as the file",
          mend: "unpack it yourself if it is to be trusted")
      }
      if wrote > 0 {
        let goesOn = buffer.withUnsafeBytes {
          receive(UnsafeRawBufferPointer(rebasing: $0[..<wrote]))
        }
        guard goesOn else { return false }
      }
      isAtEnd = isOver
      if isOver, rest.isEmpty { return true }
      if !hasMore, rest.isEmpty { return true }
      guard read > 0 || wrote > 0 else { throw FileFailure.packedBadly }
    }
  }

  /// - Throws: if the input ended within the packed content.
  func finish() throws(FileFailure) {
    guard isAtEnd || consumed == 0 else {
      throw FileFailure("the packed file is cut off", mend: "fetch it again")
    }
  }

  private func step(
    _ input: UnsafeRawBufferPointer, into buffer: inout [UInt8]
  ) throws(FileFailure) -> (read: Int, wrote: Int, isOver: Bool, hasMore: Bool) {
    if let inflater { return try inflate(inflater, input, &buffer) }
    guard let decompressor else { throw FileFailure.packedBadly }
    var source = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
    let (code, wrote, size) = buffer.withUnsafeMutableBytes { bytes -> (Int, Int, Int) in
      var target = ZSTD_outBuffer(dst: bytes.baseAddress, size: bytes.count, pos: 0)
      let code = ZSTD_decompressStream(decompressor, &target, &source)
      return (code, target.pos, bytes.count)
    }
    guard ZSTD_isError(code) == 0 else { throw FileFailure.packedBadly }
    return (source.pos, wrote, code == 0, wrote == size)
  }

  private func inflate(
    _ stream: UnsafeMutablePointer<z_stream>, _ input: UnsafeRawBufferPointer,
    _ buffer: inout [UInt8]
  ) throws(FileFailure) -> (read: Int, wrote: Int, isOver: Bool, hasMore: Bool) {
    if isAtEnd, kind == .gzip, !input.isEmpty {
      // Members of gzip may follow one another.
      guard inflateReset(stream) == Z_OK else { throw FileFailure.packedBadly }
    }
    let piece = min(input.count, Int(UInt32.max / 2))
    // zlib does not write to its input; its declaration is older than `const`.
    stream.pointee.next_in = UnsafeMutablePointer(
      mutating: input.baseAddress?.assumingMemoryBound(to: Bytef.self))
    stream.pointee.avail_in = UInt32(piece)
    let (code, wrote, size) = buffer.withUnsafeMutableBytes { bytes -> (Int32, Int, Int) in
      stream.pointee.next_out = bytes.baseAddress?.assumingMemoryBound(to: Bytef.self)
      stream.pointee.avail_out = UInt32(bytes.count)
      let code = CCompression.inflate(stream, Z_NO_FLUSH)
      return (code, bytes.count - Int(stream.pointee.avail_out), bytes.count)
    }
    let read = piece - Int(stream.pointee.avail_in)
    guard code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR else {
      throw FileFailure.packedBadly
    }
    return (read, wrote, code == Z_STREAM_END, wrote == size)
  }

  // MARK: as a whole

  static func zlib(_ bytes: [UInt8], limit: Int) throws(FileFailure) -> [UInt8] {
    try whole(bytes[...], .zlib, limit: limit)
  }

  /// Unpacks what is in memory.
  static func whole(
    _ bytes: ArraySlice<UInt8>, _ kind: Kind, limit: Int
  ) throws(FileFailure) -> [UInt8] {
    let inflation = try Inflation(kind, limit: limit)
    var content: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let result = bytes.withUnsafeBytes { input -> Result<Void, FileFailure> in
      do throws(FileFailure) {
        _ = try inflation.feed(input, through: &buffer) {
          content.append(contentsOf: $0)
          return true
        }
        return .success(())
      } catch {
        return .failure(error)
      }
    }
    try result.get()
    try inflation.finish()
    return content
  }

  /// How a file that begins so is packed; `nil` if it is not.
  static func kind(ofFileThatBegins bytes: some Collection<UInt8>) -> Kind? {
    if bytes.starts(with: [0x1F, 0x8B]) { return .gzip }
    if bytes.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) { return .zstandard }
    return nil
  }
}

extension FileFailure {
  static let packedBadly = FileFailure("the packed content is damaged", mend: "fetch it again")
}
