// Longer than other files: all that touches libcurl stands here, so that one file answers for it.

internal import CCurl
internal import Glibc
public import Grading

/// HTTP by libcurl, on one thread of its own that is also a task executor.
///
/// The thread sleeps in epoll and tells libcurl which sockets are ready, so that its cost does not
/// grow with the number of requests in flight. `http` is spoken as HTTP/1.1, `https` as HTTP/2 where
/// the server offers it. Redirects are never followed. Proxies are taken from the environment by
/// libcurl itself, but never for this machine's own addresses.
///
/// The thread ends with the last reference to the transport; requests hold one.
public final class CurlTransport: Transport {
  private let loop: CurlLoop

  /// The version of the library in use, for example `libcurl/7.88.1`.
  public static var libraryVersion: String {
    guard let text = curl_version() else { return "libcurl" }
    return String(cString: text).split(separator: " ").first.map(String.init) ?? "libcurl"
  }

  /// What holds for all requests.
  public struct Options: Sendable, Hashable {
    /// The most connections, open or idle; less if the system allows fewer open files.
    public var connections: Int
    /// Idle connections older than this are not used again: most servers close theirs at 5 s.
    public var idleConnectionSeconds: Int
    /// Certificates to trust instead of the system's, a PEM file.
    public var caFile: String?

    public init(
      connections: Int = 4096, idleConnectionSeconds: Int = 4, caFile: String? = nil
    ) {
      self.connections = connections
      self.idleConnectionSeconds = idleConnectionSeconds
      self.caFile = caFile
    }
  }

  /// Starts the thread.
  ///
  /// - Throws: a network fault if the system refuses memory, a thread or a descriptor.
  public init(_ options: Options = Options()) throws(Fault) {
    guard let loop = CurlLoop(options), loop.start() else {
      throw Fault(.network, "libcurl cannot be started: no memory, thread or descriptor left")
    }
    self.loop = loop
  }

  /// The most connections, open or idle, that the system's limit of open files leaves room for.
  public var connections: Int { loop.connections }

  /// The system's limit of open files, after it was raised as far as it may be.
  public var openFileLimit: Int { loop.openFileLimit }

  deinit { loop.post(.stop) }

  public var executor: (any TaskExecutor)? { loop }

  public func send(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPResponse {
    let exchange = await exchange(request, into: nil)
    if let failure = exchange.failure { throw failure }
    guard let response = exchange.response else { throw .broken("no reply") }
    return response
  }

  public func exchange(
    _ request: HTTPRequest, into sink: (any BodySink)?
  ) async -> HTTPExchange {
    let transfer = Transfer(request, sink)
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        loop.post(.start(transfer, continuation))
      }
    } onCancel: {
      loop.post(.cancel(transfer))
    }
    return withExtendedLifetime(self) { result }
  }
}

private typealias Reply = CheckedContinuation<HTTPExchange, Never>

extension Reply {
  fileprivate func fail(_ failure: TransportFailure, after response: HTTPResponse? = nil) {
    resume(returning: HTTPExchange(response: response, failure: failure))
  }
}

/// One request on its way. Touched by the loop's thread only, once it was posted there.
private final class Transfer: @unchecked Sendable {
  // Sendable: all but `request` belongs to the loop's thread.
  let request: HTTPRequest
  let sink: (any BodySink)?
  var phase = Phase.waiting
  var incoming: IncomingReply
  /// When it was handed to libcurl, in nanoseconds of the monotonic clock.
  var launchedAt: UInt64 = 0
  /// Whether a connection that had died was replaced already.
  var wasRenewed = false
  /// Whether its socket was made.
  var hasSocket = false

  enum Phase {
    case waiting
    /// Held back until another transfer has found the host's address.
    case held(Reply)
    case running(Easy, Reply)
    case done
  }

  init(_ request: HTTPRequest, _ sink: (any BodySink)?) {
    self.request = request
    self.sink = sink
    incoming = IncomingReply(limits: request.limits, sink: sink)
  }

  /// The reply's status, once its head is there.
  var status: Int {
    guard case .running(let easy, _) = phase else { return 0 }
    return assay_curl_long(easy.handle, CURLINFO_RESPONSE_CODE)
  }

  /// Milliseconds since it was handed to libcurl.
  var age: Double { Double(monotonicNanoseconds() &- launchedAt) / 1e6 }
}

/// A libcurl handle with what must live as long as it is in use.
private final class Easy {
  let handle: UnsafeMutableRawPointer
  /// Whom what comes in is for.
  private(set) var transfer: Transfer?
  private var headers = HeaderList()
  private let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
  /// What the handle is set up for, but for headers and body; `nil` if it must be set up anew.
  private var setup: Setup?

  /// What the options depend on that seldom change from one request to the next.
  private struct Setup: Equatable {
    var method: HTTPRequest.Method
    var url: String
    var limits: HTTPLimits
    var bypassesProxies: Bool
  }

  init?() {
    guard let handle = curl_easy_init() else {
      errorText.deallocate()
      return nil
    }
    self.handle = handle
  }

  deinit {
    curl_easy_cleanup(handle)
    headers.free()
    errorText.deallocate()
  }

  /// Prepares the handle for a request; headers and body of the one before are gone, and all its other
  /// options unless they are the same.
  func load(
    _ transfer: Transfer, _ options: CurlTransport.Options, bypassingProxies: Bool
  ) -> CURLcode {
    let request = transfer.request
    self.transfer = transfer
    errorText.pointee = 0
    guard headers.set(request.headers) else { return CURLE_OUT_OF_MEMORY }
    var setting = Setting(handle)
    let wanted = Setup(
      method: request.method, url: request.url, limits: request.limits,
      bypassesProxies: bypassingProxies)
    // Setting all options costs as much as sending the request.
    if setup != wanted || transfer.wasRenewed {
      curl_easy_reset(handle)
      setUp(&setting, transfer, options, bypassingProxies: bypassingProxies)
      setup = setting.code == CURLE_OK && !transfer.wasRenewed ? wanted : nil
    }
    setting.check(assay_curl_set_list(handle, CURLOPT_HTTPHEADER, headers.first))
    switch request.method {
    case .get: break
    case .post:
      request.body.withUnsafeBytes { bytes in
        guard let base = bytes.baseAddress, !bytes.isEmpty else {
          setting.number(CURLOPT_POSTFIELDSIZE, 0)
          setup = nil
          return
        }
        setting.check(assay_curl_set_body(handle, base, bytes.count))
      }
    }
    return setting.code
  }

  /// The request is over.
  ///
  /// - Parameter isClean: Whether it went as it should, so that nothing of it can be left in the handle.
  func unload(isClean: Bool) {
    transfer = nil
    if !isClean { setup = nil }
  }

  private func setUp(
    _ setting: inout Setting, _ transfer: Transfer, _ options: CurlTransport.Options,
    bypassingProxies: Bool
  ) {
    let request = transfer.request
    let isSecure = request.url.hasPrefix("https:")
    let me = Unmanaged.passUnretained(self).toOpaque()
    setting.text(CURLOPT_URL, request.url)
    setting.text(CURLOPT_PROTOCOLS_STR, "http,https")
    setting.check(assay_curl_set_error_text(handle, errorText))
    setting.check(assay_curl_set_sinks(handle, onBody, onHeader, me))
    setting.check(assay_curl_set_socket_made(handle, onSocketMade, me))
    setting.number(request.method == .get ? CURLOPT_HTTPGET : CURLOPT_POST, 1)
    setting.number(CURLOPT_NOSIGNAL, 1)  // signals and threads do not mix
    setting.number(CURLOPT_TCP_NODELAY, 1)
    setting.number(CURLOPT_TCP_KEEPALIVE, 1)  // a dead peer shows while the model thinks
    setting.number(CURLOPT_TCP_KEEPIDLE, 30)
    setting.number(CURLOPT_TCP_KEEPINTVL, 15)
    setting.number(CURLOPT_FOLLOWLOCATION, 0)  // a redirected POST may turn into a GET
    setting.text(CURLOPT_ACCEPT_ENCODING, "identity")  // still decodes what comes compressed
    // Each transfer has a buffer of its own: with thousands in flight they are most of the memory.
    setting.number(CURLOPT_BUFFERSIZE, options.connections > 512 ? 2 << 10 : 16 << 10)
    setting.number(CURLOPT_MAXAGE_CONN, options.idleConnectionSeconds)
    setting.number(CURLOPT_FRESH_CONNECT, transfer.wasRenewed ? 1 : 0)
    setting.number(
      CURLOPT_HTTP_VERSION, isSecure ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1)
    setting.number(CURLOPT_PIPEWAIT, isSecure ? 1 : 0)
    if bypassingProxies { setting.text(CURLOPT_NOPROXY, "*") }
    if let caFile = options.caFile { setting.text(CURLOPT_CAINFO, caFile) }
    setting.number(CURLOPT_CONNECTTIMEOUT_MS, max(1, request.limits.connect.milliseconds))
    setting.number(CURLOPT_TIMEOUT_MS, max(1, request.limits.total.milliseconds))
    if let idle = request.limits.idle {
      setting.number(CURLOPT_LOW_SPEED_LIMIT, 1)
      setting.number(CURLOPT_LOW_SPEED_TIME, max(1, (idle.milliseconds + 999) / 1000))
    }
  }

  /// libcurl's words for what went wrong.
  func message(_ code: CURLcode) -> String {
    String(cString: errorText.pointee == 0 ? curl_easy_strerror(code) : UnsafePointer(errorText))
  }
}

/// Header lines as libcurl takes them. Of two requests in a row most are the same: only those that are
/// not are written anew.
private struct HeaderList {
  private(set) var first: UnsafeMutablePointer<curl_slist>?
  private var lines: [HTTPHeader] = []

  /// - Returns: false if there is no memory.
  mutating func set(_ headers: [HTTPHeader]) -> Bool {
    guard headers.count == lines.count, first != nil else { return rebuild(headers) }
    var node = first
    for (index, header) in headers.enumerated() {
      if header != lines[index] {
        guard !header.value.isEmpty, !lines[index].value.isEmpty else { return rebuild(headers) }
        guard let line = strdup("\(header.name): \(header.value)") else { return false }
        Glibc.free(node?.pointee.data)
        node?.pointee.data = line
      }
      if !header.value.isEmpty { node = node?.pointee.next }
    }
    lines = headers
    return true
  }

  private mutating func rebuild(_ headers: [HTTPHeader]) -> Bool {
    free()
    lines = headers
    // Without it, libcurl would wait up to a second for a server's leave to send a larger body.
    let expectation = HTTPHeader("Expect", "")
    for header in headers + [expectation] where !header.value.isEmpty || header == expectation {
      guard
        let longer = curl_slist_append(
          first, "\(header.name):\(header.value.isEmpty ? "" : " ")\(header.value)")
      else { return false }
      first = longer
    }
    return true
  }

  mutating func free() {
    curl_slist_free_all(first)
    (first, lines) = (nil, [])
  }
}

/// Sets options and remembers the first that failed.
private struct Setting {
  let handle: UnsafeMutableRawPointer
  var code = CURLE_OK

  init(_ handle: UnsafeMutableRawPointer) { self.handle = handle }

  mutating func number(_ option: CURLoption, _ value: Int) {
    check(assay_curl_set_long(handle, option, value))
  }

  mutating func text(_ option: CURLoption, _ value: String) {
    check(assay_curl_set_text(handle, option, value))
  }

  mutating func check(_ code: CURLcode) {
    if self.code == CURLE_OK { self.code = code }
  }
}

/// The thread: all of libcurl happens here.
private final class CurlLoop: TaskExecutor, @unchecked Sendable {
  // Sendable: what is mutable belongs to the loop's thread; others reach it by the mailbox.
  private let mailbox = Mailbox<Message>()
  private let options: CurlTransport.Options
  private let multi: UnsafeMutableRawPointer
  private let epoll: Int32
  private let wake: Int32
  let connections: Int
  let openFileLimit: Int
  private var timerDue: UInt64?
  /// When to look next for streams that have gone quiet.
  private var quietDue: UInt64?
  private var running: [UnsafeMutableRawPointer: Transfer] = [:]
  private var spare: [Easy] = []
  private var scouting = Scouting<Transfer>()
  private var isStopping = false
  private var isClosed = false
  /// The mail that was taken last.
  private var jobs: [UnownedJob] = []
  private var messages: [Message] = []

  private static let eventsAtOnce = 16
  /// Handles kept for the next requests; each costs some kilobytes.
  private static let mostSpare = 256
  /// Descriptors left to the rest of the program.
  private static let reservedDescriptors = 256

  enum Message: Sendable {
    case start(Transfer, Reply)
    case cancel(Transfer)
    case stop
  }

  init?(_ options: CurlTransport.Options) {
    guard CurlLoop.libraryIsReady, let multi = curl_multi_init() else { return nil }
    self.options = options
    self.multi = multi
    epoll = assay_epoll_create()
    wake = assay_wake_create()
    openFileLimit = Int(min(assay_raise_file_limit(), 1 << 20))
    connections = max(16, min(options.connections, openFileLimit - CurlLoop.reservedDescriptors))
    // As many idle ones as may be in flight, or a wide run would reconnect for every request.
    _ = assay_curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, connections)
    _ = assay_curl_multi_set_long(multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, connections)
    _ = assay_curl_multi_set_long(multi, CURLMOPT_PIPELINING, Int(CURLPIPE_MULTIPLEX))
    guard epoll >= 0, wake >= 0, assay_epoll_watch(epoll, wake, 1, 0, 0) == 0 else { return nil }
    assay_curl_multi_set_watchers(
      multi, onSocket, onTimer, Unmanaged.passUnretained(self).toOpaque())
  }

  deinit {
    if !isClosed { curl_multi_cleanup(multi) }
    if epoll >= 0 { close(epoll) }
    if wake >= 0 { close(wake) }
  }

  private static let libraryIsReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  /// Starts the thread, which keeps the loop alive until it is told to stop.
  func start() -> Bool {
    var thread = pthread_t()
    let me = Unmanaged.passRetained(self)
    guard pthread_create(&thread, nil, runLoop, me.toOpaque()) == 0 else {
      me.release()
      return false
    }
    pthread_detach(thread)
    return true
  }

  func post(_ message: Message) {
    if mailbox.post(message) { assay_wake_signal(wake) }
  }

  func enqueue(_ job: consuming ExecutorJob) {
    if mailbox.post(UnownedJob(job)) { assay_wake_signal(wake) }
  }

  // What follows runs on the loop's thread.

  func run() {
    mailbox.adopt()
    var blocked = sigset_t()  // OpenSSL writes to closed sockets, which would end the process
    sigemptyset(&blocked)
    sigaddset(&blocked, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &blocked, nil)
    // Few at once: who gets a reply sends the next request before more replies are read, so that
    // hundreds that were sent together do not wait for one another again and again.
    var ready = [assay_ready](repeating: assay_ready(), count: CurlLoop.eventsAtOnce)
    repeat {
      readMail()
      let count = assay_epoll_wait(epoll, &ready, Int32(ready.count), patience())
      for event in ready.prefix(max(0, Int(count))) {
        if event.fd == wake {
          assay_wake_clear(wake)
        } else {
          act(on: event.fd, event.what)
        }
      }
      if let due = timerDue, due <= now() {
        timerDue = nil
        act(on: CURL_SOCKET_TIMEOUT, 0)
      }
      reap()
      endQuietStreams()
      for scout in scouting.takeSuccessful(where: \.hasSocket) { release(scout, nil) }
    } while !(isStopping && running.isEmpty && mailbox.isEmpty)
    // Not in `deinit`: libcurl calls back for each connection that it closes.
    spare.removeAll()
    curl_multi_cleanup(multi)
    isClosed = true
  }

  /// Twice: what jobs leave here is mostly a request to be sent.
  private func readMail() {
    let executor = asUnownedTaskExecutor()
    for _ in 0..<2 {
      mailbox.takeAll(&jobs, &messages)
      for job in jobs { job.runSynchronously(on: executor) }
      for message in messages {
        switch message {
        case .start(let transfer, let reply): begin(transfer, reply)
        case .cancel(let transfer): cancel(transfer)
        case .stop: isStopping = true
        }
      }
    }
    messages.removeAll(keepingCapacity: true)  // so that no transfer outlives its reply here
  }

  /// How long to sleep, in milliseconds; -1 until something happens.
  private func patience() -> Int32 {
    if !mailbox.isEmpty || isStopping { return 0 }
    guard let due = [timerDue, quietDue].compactMap({ $0 }).min() else { return -1 }
    let now = now()
    return due <= now ? 0 : Int32(min((due - now + 999_999) / 1_000_000, 60_000))
  }

  private func begin(_ transfer: Transfer, _ reply: Reply) {
    guard case .waiting = transfer.phase else {
      return reply.fail(.cancelled)
    }
    guard !isStopping else {
      transfer.phase = .done
      return reply.fail(.unsendable("the transport is closed"))
    }
    if scouting.mustWait(transfer, for: transfer.request.url) {
      transfer.phase = .held(reply)
    } else {
      launch(transfer, reply)
    }
  }

  private func launch(_ transfer: Transfer, _ reply: Reply) {
    var code = CURLE_OUT_OF_MEMORY
    if let easy = spare.popLast() ?? Easy() {
      let isLoopback = scouting.isLoopback(transfer.request.url)
      code = easy.load(transfer, options, bypassingProxies: isLoopback)
      if code == CURLE_OK, curl_multi_add_handle(multi, easy.handle) == CURLM_OK {
        transfer.phase = .running(easy, reply)
        transfer.launchedAt = monotonicNanoseconds()
        running[easy.handle] = transfer
        if let quiet = transfer.request.limits.quiet { watchQuiet(quiet) }
        return
      }
    }
    transfer.phase = .done
    reply.fail(.unsendable(String(cString: curl_easy_strerror(code))))
    release(transfer, nil)
  }

  private func cancel(_ transfer: Transfer) {
    switch transfer.phase {
    case .waiting: transfer.phase = .done
    case .done: break
    case .held(let reply):
      transfer.phase = .done
      reply.fail(.cancelled)
    case .running(let easy, let reply):
      transfer.phase = .done
      running[easy.handle] = nil
      curl_multi_remove_handle(multi, easy.handle)  // closes the connection: it is half read
      keep(easy)
      reply.fail(.cancelled)
      release(transfer, nil)
    }
  }

  /// Lets those go on who waited for this transfer to find the host's address, or, if the name has
  /// none, fails them with it.
  private func release(_ scout: Transfer, _ failure: TransportFailure?) {
    guard let waiting = scouting.end(scout, scout.request.url, found: scout.hasSocket) else {
      return
    }
    for transfer in waiting {
      guard case .held(let reply) = transfer.phase else { continue }
      if case .unresolved? = failure, let failure {
        transfer.phase = .done
        reply.fail(failure)
      } else {
        transfer.phase = .waiting
        begin(transfer, reply)
      }
    }
  }

  // Streams that go quiet. libcurl sees bytes only, and comments are bytes. All streams are looked at
  // a few times in the shortest limit, so that the cost does not grow with their events.

  private func watchQuiet(_ quiet: Duration) {
    let step = UInt64(min(max(quiet.milliseconds / 4, 10), 1000)) * 1_000_000
    quietDue = min(quietDue ?? .max, now() + step)
  }

  private func endQuietStreams() {
    guard let due = quietDue, due <= now() else { return }
    quietDue = nil
    for transfer in running.values {
      guard let quiet = transfer.request.limits.quiet else { continue }
      if let last = transfer.incoming.lastProgress,
        transfer.age - last > Double(quiet.milliseconds)
      {
        giveUp(transfer, quiet)
      } else {
        watchQuiet(quiet)
      }
    }
  }

  private func giveUp(_ transfer: Transfer, _ quiet: Duration) {
    guard case .running(let easy, let reply) = transfer.phase else { return }
    transfer.phase = .done
    let partial = partial(transfer, easy)
    running[easy.handle] = nil
    curl_multi_remove_handle(multi, easy.handle)
    keep(easy)
    reply.fail(.idle(quiet), after: partial)
    release(transfer, nil)
  }

  private func keep(_ easy: Easy, isClean: Bool = false) {
    easy.unload(isClean: isClean)
    if spare.count < CurlLoop.mostSpare { spare.append(easy) }
  }

  private func act(on socket: Int32, _ what: Int32) {
    var left: Int32 = 0
    curl_multi_socket_action(multi, socket, what, &left)
  }

  /// Hands out the replies that are complete.
  private func reap() {
    var code = CURLE_OK
    while let handle = assay_curl_next_finished(multi, &code) {
      let transfer = running.removeValue(forKey: handle)
      guard let transfer, case .running(let easy, let reply) = transfer.phase else {
        curl_multi_remove_handle(multi, handle)
        continue
      }
      let outcome = outcome(of: transfer, easy, code)
      curl_multi_remove_handle(multi, handle)
      if case .died = outcome {
        transfer.wasRenewed = true
        transfer.incoming = IncomingReply(limits: transfer.request.limits, sink: transfer.sink)
        keep(easy)
        launch(transfer, reply)
        continue
      }
      transfer.phase = .done
      switch outcome {
      case .whole(let response):
        keep(easy, isClean: code == CURLE_OK)
        reply.resume(returning: HTTPExchange(response: response))
        release(transfer, nil)
      case .failed(let failure):
        reply.fail(failure, after: partial(transfer, easy))
        keep(easy)
        release(transfer, failure)
      case .died: break
      }
    }
  }

  private enum Outcome {
    case whole(HTTPResponse)
    case failed(TransportFailure)
    /// A connection used before was dead when it was used again: the server never saw the request.
    case died
  }

  private func outcome(of transfer: Transfer, _ easy: Easy, _ code: CURLcode) -> Outcome {
    if transfer.incoming.isEnough { return .whole(response(transfer, easy)) }
    let reused = assay_curl_long(easy.handle, CURLINFO_NUM_CONNECTS) == 0
    if let failure = transfer.incoming.failure { return .failed(failure) }
    guard code == CURLE_OK else {
      if isBreak(code), reused, transfer.incoming.isEmpty, !transfer.wasRenewed { return .died }
      let failure = failure(code, easy, transfer.request.limits)
      if case .unconnected(let text) = failure, transfer.wasRenewed || wasSent(easy) {
        return .failed(.broken("and there was no other: \(text)"))
      }
      return .failed(failure)
    }
    // libcurl 7.88 takes a head that breaks off for a whole reply without a body.
    guard transfer.incoming.head.isComplete else { return .failed(.broken("in the reply's head")) }
    transfer.incoming.end(status: assay_curl_long(easy.handle, CURLINFO_RESPONSE_CODE))
    return .whole(response(transfer, easy))
  }

  private func response(_ transfer: Transfer, _ easy: Easy) -> HTTPResponse {
    HTTPResponse(
      status: assay_curl_long(easy.handle, CURLINFO_RESPONSE_CODE),
      headers: transfer.incoming.head.headers, body: transfer.incoming.body,
      timings: HTTPTimings(
        firstByteMilliseconds: milliseconds(easy, CURLINFO_STARTTRANSFER_TIME_T),
        totalMilliseconds: milliseconds(easy, CURLINFO_TOTAL_TIME_T),
        reusedConnection: assay_curl_long(easy.handle, CURLINFO_NUM_CONNECTS) == 0))
  }

  /// What came before a failure; `nil` if not even a head did.
  private func partial(_ transfer: Transfer, _ easy: Easy) -> HTTPResponse? {
    transfer.incoming.head.isComplete ? response(transfer, easy) : nil
  }

  private func failure(_ code: CURLcode, _ easy: Easy, _ limits: HTTPLimits) -> TransportFailure {
    let message = easy.message(code)
    switch code {
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: return .unresolved(message)
    case CURLE_COULDNT_CONNECT, CURLE_INTERFACE_FAILED, CURLE_PROXY: return .unconnected(message)
    case CURLE_OPERATION_TIMEDOUT:
      let elapsed = milliseconds(easy, CURLINFO_TOTAL_TIME_T)
      if elapsed + 1 >= Double(limits.total.milliseconds) { return .timeout(limits.total) }
      if assay_curl_micros(easy.handle, CURLINFO_PRETRANSFER_TIME_T) <= 0 { return .connectTimeout }
      return .idle(limits.idle ?? limits.total)
    case CURLE_SSL_CONNECT_ERROR where TransportFailure.isBrokenHandshake(message):
      return .broken(message)
    case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CERTPROBLEM,
      CURLE_SSL_CIPHER, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR,
      CURLE_SSL_INVALIDCERTSTATUS:
      return .insecure(message)
    case CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING: return .malformed(message)
    case CURLE_UNSUPPORTED_PROTOCOL
    where assay_curl_micros(
      easy.handle, CURLINFO_PRETRANSFER_TIME_T) > 0:
      return .malformed(message)  // bytes that begin with no status line
    case CURLE_UNSUPPORTED_PROTOCOL, CURLE_URL_MALFORMAT, CURLE_FAILED_INIT, CURLE_OUT_OF_MEMORY,
      CURLE_BAD_FUNCTION_ARGUMENT, CURLE_NOT_BUILT_IN, CURLE_UNKNOWN_OPTION:
      return .unsendable(message)
    default: return .broken(message)
    }
  }

  /// Whether the request went out before: libcurl itself replaces a kept connection that ends without a
  /// word, and then tells only how that ended.
  private func wasSent(_ easy: Easy) -> Bool {
    assay_curl_micros(easy.handle, CURLINFO_PRETRANSFER_TIME_T) > 0
  }

  private func isBreak(_ code: CURLcode) -> Bool {
    switch code {
    case CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_GOT_NOTHING, CURLE_HTTP2, CURLE_HTTP2_STREAM:
      true
    default: false
    }
  }

  private func milliseconds(_ easy: Easy, _ info: CURLINFO) -> Double {
    Double(max(0, assay_curl_micros(easy.handle, info))) / 1000
  }

  fileprivate func watch(_ socket: Int32, _ what: Int32, known: Bool) {
    guard what != CURL_POLL_REMOVE else { return assay_epoll_forget(epoll, socket) }
    let input: Int32 = what & CURL_POLL_IN != 0 ? 1 : 0
    let output: Int32 = what & CURL_POLL_OUT != 0 ? 1 : 0
    _ = assay_epoll_watch(epoll, socket, input, output, known ? 1 : 0)
    if !known { curl_multi_assign(multi, socket, multi) }
  }

  fileprivate func setTimer(milliseconds: Int) {
    timerDue = milliseconds < 0 ? nil : now() &+ UInt64(milliseconds) &* 1_000_000
  }

  private func now() -> UInt64 { monotonicNanoseconds() }
}

private func monotonicNanoseconds() -> UInt64 {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}

// What libcurl and the system call back. The contexts are kept alive by `running` and the thread.

private func runLoop(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let context else { return nil }
  Unmanaged<CurlLoop>.fromOpaque(context).takeRetainedValue().run()
  return nil
}

private func onBody(
  _ bytes: UnsafeMutablePointer<CChar>, _ one: Int, _ count: Int,
  _ context: UnsafeMutableRawPointer?
) -> Int {
  guard let context,
    let transfer = Unmanaged<Easy>.fromOpaque(context).takeUnretainedValue().transfer
  else { return 0 }
  let piece = UnsafeRawBufferPointer(start: bytes, count: one * count)
  let goesOn = transfer.incoming.receive(
    body: piece, status: transfer.status, milliseconds: transfer.age)
  return goesOn ? piece.count : 0
}

private func onHeader(
  _ bytes: UnsafeMutablePointer<CChar>, _ one: Int, _ count: Int,
  _ context: UnsafeMutableRawPointer?
) -> Int {
  guard let context,
    let transfer = Unmanaged<Easy>.fromOpaque(context).takeUnretainedValue().transfer
  else { return 0 }
  let line = UnsafeRawBufferPointer(start: bytes, count: one * count)
  return transfer.incoming.receive(headerLine: line) ? line.count : 0
}

private func onSocketMade(
  _ context: UnsafeMutableRawPointer?, _ socket: curl_socket_t, _ purpose: curlsocktype
) -> Int32 {
  guard let context else { return CURL_SOCKOPT_OK }
  Unmanaged<Easy>.fromOpaque(context).takeUnretainedValue().transfer?.hasSocket = true
  return CURL_SOCKOPT_OK
}

private func onSocket(
  _ easy: UnsafeMutableRawPointer?, _ socket: curl_socket_t, _ what: Int32,
  _ context: UnsafeMutableRawPointer?, _ socketContext: UnsafeMutableRawPointer?
) -> Int32 {
  guard let context else { return 0 }
  let loop = Unmanaged<CurlLoop>.fromOpaque(context).takeUnretainedValue()
  loop.watch(socket, what, known: socketContext != nil)
  return 0
}

private func onTimer(
  _ multi: UnsafeMutableRawPointer?, _ milliseconds: Int, _ context: UnsafeMutableRawPointer?
) -> Int32 {
  guard let context else { return 0 }
  Unmanaged<CurlLoop>.fromOpaque(context).takeUnretainedValue().setTimer(milliseconds: milliseconds)
  return 0
}
