internal import CSandbox
internal import Glibc
internal import Grading

/// A helper process and the children it runs for us.
///
/// The only file that speaks C. Not Sendable: it lives on its worker's thread, which it may block.
final class Helper {
  /// What the helper said it can do.
  struct Abilities: Sendable {
    var landlock: Int
    var seccomp: Bool
    /// Versions of the control groups that can be used, 0 if none.
    var memoryGroup: Int
    var processGroup: Int
  }

  /// How long after a limit, or after it was asked for, a child's end may take: far longer than it
  /// ever does, and longer than the helper itself waits for what it has to wait for.
  private static let patience: Int64 = 90_000_000_000

  private let control: Descriptor
  private let cancellation: Descriptor
  let pid: pid_t
  private var children: [Child] = []
  private var nextID: UInt32 = 1
  private var buffer = [UInt8](repeating: 0, count: 64 << 10)
  private(set) var abilities = Abilities(
    landlock: 0, seccomp: false, memoryGroup: 0, processGroup: 0)
  /// Nothing can be asked of it any more.
  private(set) var isDead = false
  /// Runs test code between runs of others; goes with the other children.
  var referee: Referee?

  /// Starts a helper and waits for its greeting.
  ///
  /// - Parameter cancellation: An eventfd; once readable, waiting ends with a `cancelled` fault.
  init(path: String, cancellation: Descriptor) throws(Fault) {
    var socket: Int32 = -1
    var pid: pid_t = 0
    let error = csandbox_spawn(path, &socket, &pid)
    guard error == 0 else {
      throw Fault(.sandbox, "cannot start \(path): \(Helper.text(of: error))")
    }
    self.control = Descriptor(socket)
    self.cancellation = cancellation
    self.pid = pid
    try greet(path)
  }

  deinit {
    shutdown(control.number, Int32(SHUT_RDWR))
    csandbox_reap(pid, isDead ? 0 : 6_000)
  }

  private func greet(_ path: String) throws(Fault) {
    var waiting = [pollfd(fd: control.number, events: Int16(POLLIN), revents: 0)]
    var report = csandbox_report()
    var count: Int32
    repeat { count = poll(&waiting, 1, 60_000) } while count < 0 && errno == EINTR
    guard count == 1, csandbox_receive(control.number, &report) == 0,
      report.kind == CSANDBOX_HELLO.rawValue
    else {
      isDead = true
      throw Fault(.sandbox, "\(path) did not greet: it is no helper of this version")
    }
    abilities = Abilities(
      landlock: Int(report.landlock_abi), seccomp: report.seccomp != 0,
      memoryGroup: Int(report.memory_group), processGroup: Int(report.pids_group))
  }

  // MARK: starting and stopping

  /// Starts a process; `step` then brings its output, frames and ending.
  func start(_ spec: ProcessSpec) throws(Fault) -> Child {
    let inputFile: Descriptor
    if let given = spec.inputDescriptor {
      inputFile = given
    } else {
      inputFile = try Helper.sealed(spec.input)
    }
    let (outputPipe, outputEnd) = try Helper.pair("a pipe", csandbox_pipe)
    let (errorPipe, errorEnd) = try Helper.pair("a pipe", csandbox_pipe)
    let channel = spec.hasChannel ? try Helper.pair("a channel", csandbox_channel) : nil

    guard let request = csandbox_request_new(CSANDBOX_RUN.rawValue, nextID) else {
      throw Fault(.sandbox, "out of memory")
    }
    defer { csandbox_request_free(request) }
    try Helper.fill(request, from: spec)
    var descriptors = [inputFile.number, outputEnd.number, errorEnd.number]
    if let channel { descriptors.append(channel.1.number) }
    let error = csandbox_send(control.number, request, descriptors, Int32(descriptors.count))
    withExtendedLifetime((inputFile, outputEnd, errorEnd, channel)) {}
    guard error == 0 else { throw died("sending to it failed: \(Helper.text(of: error))") }

    let wall = spec.limits.wallNanoseconds
    let child = Child(
      id: nextID, limits: spec.limits,
      deadline: wall == 0 ? .max : csandbox_now_ns() + Int64(wall) + Helper.patience)
    child.outputPipe = outputPipe
    child.errorPipe = errorPipe
    child.channel = channel?.0
    nextID &+= 1
    children.append(child)
    return child
  }

  private static func sealed(_ bytes: [UInt8]) throws(Fault) -> Descriptor {
    let file = bytes.withUnsafeBytes { csandbox_sealed($0.baseAddress, $0.count) }
    guard file >= 0 else { throw failure("a file in memory", errno) }
    return Descriptor(file)
  }

  private static func fill(
    _ request: UnsafeMutablePointer<csandbox_request>, from spec: ProcessSpec
  ) throws(Fault) {
    request.pointee.level = UInt32(spec.level.rawValue)
    request.pointee.uid = spec.uid
    request.pointee.probe = spec.isProbe ? 1 : 0
    request.pointee.warm = UInt32(spec.warmArguments)
    let limits = spec.limits
    request.pointee.limits = csandbox_limits(
      cpu_ns: limits.cpuNanoseconds, idle_ns: limits.idleNanoseconds,
      wall_ns: limits.wallNanoseconds, memory_bytes: UInt64(limits.memoryBytes),
      stack_bytes: UInt64(limits.stackBytes),
      reserve_bytes: UInt64(limits.memoryBytes + limits.reserveBytes),
      file_bytes: UInt64(limits.fileBytes),
      disk_bytes: UInt64(limits.diskBytes), inodes: UInt32(limits.files),
      processes: UInt32(limits.processes), open_files: UInt32(limits.openFiles),
      memory_rule: limits.memoryRule == .data
        ? CSANDBOX_DATA.rawValue : CSANDBOX_ADDRESS_SPACE.rawValue)
    var entries = spec.arguments.map { (CSANDBOX_ARGUMENT, $0) }
    entries += spec.environment.map { (CSANDBOX_ENVIRONMENT, $0) }
    for mount in spec.mounts {
      let kind =
        switch mount.kind {
        case .readOnly: CSANDBOX_READ_ONLY
        case .writable: CSANDBOX_WRITABLE
        case .link: CSANDBOX_LINK
        case .ownReadOnly: CSANDBOX_OWN_READ_ONLY
        case .ownWritable: CSANDBOX_OWN_WRITABLE
        }
      entries += [(kind, mount.source), (CSANDBOX_TARGET, mount.target)]
    }
    entries += [
      (CSANDBOX_STAGE, spec.stage), (CSANDBOX_WORK, spec.work),
      (CSANDBOX_DIRECTORY, spec.directory),
    ]
    for (kind, text) in entries {
      guard csandbox_add(request, Int32(kind.rawValue), text) == 0 else {
        throw Fault(.sandbox, "the command line is longer than \(CSANDBOX_TEXT_MAX) bytes")
      }
    }
  }

  /// Asks for a child's end; its ending still comes by `step`.
  func stop(_ child: Child) {
    guard child.ending == nil, !isDead else { return }
    child.deadline = min(child.deadline, csandbox_now_ns() + Helper.patience)
    guard let request = csandbox_request_new(CSANDBOX_KILL.rawValue, child.id) else { return }
    _ = csandbox_send(control.number, request, nil, 0)
    csandbox_request_free(request)
  }

  /// Brings a child to its end that waits for what else it should do: our driver ends by itself when
  /// there is no more to come, which takes fewer steps than to stop it. Whoever does not is stopped.
  func dismiss(_ children: [Child]) throws(Fault) {
    for child in children {
      if let channel = child.channel { shutdown(channel.number, Int32(SHUT_WR)) }
    }
    let patience = csandbox_now_ns() + 20_000_000
    while children.contains(where: { $0.ending == nil }), csandbox_now_ns() < patience {
      try step(milliseconds: 20)
    }
    for child in children { stop(child) }
    for child in children { _ = try finish(child) }
  }

  /// Waits until a child is gone.
  func finish(_ child: Child) throws(Fault) -> ProcessEnding {
    while true {
      if let ending = child.ending { return ending }
      try step(milliseconds: 1_000)
    }
  }

  /// Stops all children and waits for their ends, whatever happens; for leaving after a fault.
  func stopAll() {
    for child in children { stop(child) }
    let deadline = csandbox_now_ns() + 10_000_000_000
    while !isDead, !children.isEmpty, csandbox_now_ns() < deadline {
      do throws(Fault) { try wait(milliseconds: 100, heedsCancellation: false) } catch { break }
    }
    if !children.isEmpty { kill() }
    children = []
    referee = nil
  }

  /// Ends the helper itself, with all that it runs.
  func kill() {
    isDead = true
    shutdown(control.number, Int32(SHUT_RDWR))
  }

  // MARK: waiting

  /// Waits for something to happen, at most so long, and takes it in.
  func step(milliseconds: Int32) throws(Fault) {
    try wait(milliseconds: milliseconds, heedsCancellation: true)
    let now = csandbox_now_ns()
    if children.contains(where: { now > $0.deadline }) {
      kill()
      throw Fault(.sandbox, "the sandbox helper did not end a process at its limit")
    }
  }

  private enum Source {
    case output(Child)
    case error(Child)
    case channel(Child)
  }

  private func wait(milliseconds: Int32, heedsCancellation: Bool) throws(Fault) {
    var waiting = [
      pollfd(fd: control.number, events: Int16(POLLIN), revents: 0),
      pollfd(fd: heedsCancellation ? cancellation.number : -1, events: Int16(POLLIN), revents: 0),
    ]
    var sources: [Source] = []
    for child in children {
      func add(_ descriptor: Descriptor?, _ source: Source, events: Int32) {
        guard let descriptor else { return }
        waiting.append(pollfd(fd: descriptor.number, events: Int16(events), revents: 0))
        sources.append(source)
      }
      let writes = child.sent < child.outgoing.count ? POLLOUT : 0
      let reads = child.frames.isFull ? 0 : POLLIN
      add(child.outputPipe, .output(child), events: POLLIN)
      add(child.errorPipe, .error(child), events: POLLIN)
      if reads | writes != 0 { add(child.channel, .channel(child), events: reads | writes) }
    }
    let count = poll(&waiting, nfds_t(waiting.count), milliseconds)
    guard count > 0 else { return }
    for (index, source) in sources.enumerated() where waiting[index + 2].revents != 0 {
      take(source, events: Int32(waiting[index + 2].revents))
    }
    if waiting[0].revents != 0 { try takeReports() }
    if waiting[1].revents != 0 {
      throw Fault(.cancelled, "the run was interrupted")
    }
  }

  private func take(_ source: Source, events: Int32) {
    switch source {
    case .output(let child):
      if drain(child.outputPipe, into: child.takeOutput, of: child) { child.outputPipe = nil }
    case .error(let child):
      if drain(child.errorPipe, into: child.takeError, of: child) { child.errorPipe = nil }
    case .channel(let child):
      if events & POLLOUT != 0 { flush(child) }
      if events & ~POLLOUT != 0 { takeFrames(of: child) }
    }
  }

  /// Reads a pipe once; whether it has ended.
  private func drain(
    _ pipe: Descriptor?, into take: (ArraySlice<UInt8>) -> Bool, of child: Child
  ) -> Bool {
    guard let pipe else { return true }
    let count = read(pipe.number, &buffer, buffer.count)
    if count < 0 { return errno != EAGAIN && errno != EINTR }
    if count == 0 { return true }
    let wasOver = child.isOverOutput
    if !take(buffer[..<count]), !wasOver { stop(child) }
    return false
  }

  /// Writes as much of what is queued as goes without waiting.
  func flush(_ child: Child) {
    guard let channel = child.channel else { return }
    while child.sent < child.outgoing.count {
      let written = child.outgoing.withUnsafeBytes {
        csandbox_channel_write(
          channel.number, $0.baseAddress.map { $0 + child.sent }, $0.count - child.sent)
      }
      guard written > 0 else {
        // A broken channel shows as its end when it is read.
        if errno != EAGAIN { child.sent = child.outgoing.count }
        return
      }
      child.sent += written
    }
  }

  private func takeFrames(of child: Child) {
    guard let channel = child.channel else { return }
    var sender: pid_t = 0
    let count = csandbox_channel_read(channel.number, &buffer, buffer.count, &sender)
    if count < 0 && errno == EAGAIN { return }
    guard count > 0 else {
      child.channelEnded = true
      child.channel = nil
      return
    }
    if child.pid == 0 { child.pid = sender }
    child.frames.append(buffer[..<count])
  }

  private func takeReports() throws(Fault) {
    while true {
      var report = csandbox_report()
      let error = csandbox_receive(control.number, &report)
      if error == EAGAIN { return }
      guard error == 0 else { throw died(Helper.text(of: error)) }
      guard let index = children.firstIndex(where: { $0.id == report.id }) else { continue }
      let child = children.remove(at: index)
      drainAll(child)
      child.hasSurvivors = child.outputPipe != nil
      child.outputPipe = nil
      child.errorPipe = nil
      child.channel = nil
      child.channelEnded = true
      do throws(Fault) {
        child.ending = try Helper.ending(report)
      } catch {
        guard child.isIdle else { throw error }
        child.ending = .lost
      }
    }
  }

  /// Takes what is left in a child's pipes. Its processes are gone, so that this ends; should one
  /// have survived and go on writing, it ends all the same.
  private func drainAll(_ child: Child) {
    while let pipe = child.outputPipe, hasMore(pipe), !child.isOverOutput {
      if drain(pipe, into: child.takeOutput, of: child) { child.outputPipe = nil }
    }
    while let pipe = child.errorPipe, hasMore(pipe), !child.isOverOutput {
      if drain(pipe, into: child.takeError, of: child) { child.errorPipe = nil }
    }
    while let channel = child.channel, hasMore(channel), !child.frames.isFull {
      takeFrames(of: child)
    }
  }

  private func hasMore(_ descriptor: Descriptor) -> Bool {
    var waiting = pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0)
    return poll(&waiting, 1, 0) == 1
  }

  private static func ending(_ report: csandbox_report) throws(Fault) -> ProcessEnding {
    if report.failed_stage != 0 {
      throw Helper.failure(
        String(cString: csandbox_stage_name(report.failed_stage)), report.failed_errno)
    }
    guard report.complete == 1 else {
      throw Fault(.sandbox, "the process that supervised a run was killed")
    }
    let stop: ProcessEnding.Stop
    switch csandbox_stop(report.stop) {
    case CSANDBOX_ENDED_ITSELF: stop = .none
    case CSANDBOX_STOP_CPU: stop = .cpu
    case CSANDBOX_STOP_IDLE: stop = .idle
    case CSANDBOX_STOP_WALL: stop = .wall
    case CSANDBOX_STOP_ASKED: stop = .asked
    case CSANDBOX_STOP_MEMORY: stop = .memory
    default: throw Fault(.sandbox, "the sandbox helper told of no known ending")
    }
    // Times and sizes are summed later: no number may be out of all proportion.
    func bounded(_ number: UInt64) -> UInt64 { min(number, 1 << 60) }
    let exited = csandbox_exited(report.wait_status) != 0
    return ProcessEnding(
      stop: stop,
      exitCode: exited ? csandbox_exit_code(report.wait_status) : nil,
      signal: csandbox_signal(report.wait_status), executeError: report.exec_errno,
      oomKills: Int(report.oom_kills), cpuNanoseconds: bounded(report.cpu_ns),
      wallNanoseconds: bounded(report.wall_ns), idleNanoseconds: bounded(report.idle_ns),
      peakBytes: Int(bounded(report.peak_bytes)), peakIsExact: report.memory_exact != 0)
  }

  // MARK: the helper's messages as bytes, for tests

  /// What a report says of an ending; `nil` if it is no report of this version.
  static func ending(ofReport bytes: [UInt8]) throws(Fault) -> ProcessEnding? {
    var report = csandbox_report()
    guard bytes.count == MemoryLayout<csandbox_report>.size else { return nil }
    withUnsafeMutableBytes(of: &report) { $0.copyBytes(from: bytes) }
    guard report.protocol == UInt32(CSANDBOX_PROTOCOL) else { return nil }
    return try ending(report)
  }

  static var reportSize: Int { MemoryLayout<csandbox_report>.size }
  static var protocolVersion: UInt8 { UInt8(CSANDBOX_PROTOCOL) }

  /// The request to start a process, as it is sent.
  static func request(for spec: ProcessSpec) throws(Fault) -> [UInt8] {
    guard let request = csandbox_request_new(CSANDBOX_RUN.rawValue, 1) else {
      throw Fault(.sandbox, "out of memory")
    }
    defer { csandbox_request_free(request) }
    try fill(request, from: spec)
    return Array(UnsafeRawBufferPointer(start: request, count: csandbox_request_size(request)))
  }

  /// Whether the helper would take these bytes for a request.
  static func takes(request bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBytes { csandbox_check_request($0.baseAddress, $0.count) } == 0
  }

  // MARK: failures

  private func died(_ how: String) -> Fault {
    isDead = true
    children = []
    return Fault(.sandbox, "the sandbox helper died (\(how))")
  }

  private static func failure(_ what: String, _ error: Int32) -> Fault {
    Fault(.sandbox, "the sandbox could not set up \(what): \(text(of: error))")
  }

  static func text(of error: Int32) -> String { String(cString: strerror(error)) }

  /// A pipe whose reading end does not wait.
  static func pipe() throws(Fault) -> (reading: Descriptor, writing: Descriptor) {
    let (reading, writing) = try pair("a pipe", csandbox_pipe)
    return (reading, writing)
  }

  private static func pair(
    _ what: String, _ make: (UnsafeMutablePointer<Int32>, UnsafeMutablePointer<Int32>) -> Int32
  ) throws(Fault) -> (own: Descriptor, other: Descriptor) {
    var own: Int32 = -1
    var other: Int32 = -1
    let error = make(&own, &other)
    guard error == 0 else { throw failure(what, error) }
    return (Descriptor(own), Descriptor(other))
  }
}

/// Clocks of the system and of processes, in nanoseconds.
enum Clocks {
  static var now: Int64 { csandbox_now_ns() }
  /// `nil` if the process is gone.
  static func cpu(of pid: Int32) -> Int64? {
    let time = csandbox_cpu_ns(pid)
    return time < 0 ? nil : time
  }
  /// How long a process's threads waited for a core.
  static func delay(of pid: Int32) -> Int64 { csandbox_delay_ns(pid) }
  /// How long the calling thread waited for a core.
  static var ownDelay: Int64 { csandbox_own_delay_ns() }
  /// Whether a thread of a process is running or waits for a core.
  static func isRunnable(_ pid: Int32) -> Bool { csandbox_is_runnable(pid) != 0 }
}

/// A flag that another thread raises and that wakes whoever polls its descriptor.
struct Signal: Sendable {
  let descriptor: Descriptor

  init() throws(Fault) {
    let number = csandbox_event()
    guard number >= 0 else { throw Fault(.sandbox, "no descriptor is left") }
    descriptor = Descriptor(number)
  }

  func raise() {
    var one: UInt64 = 1
    _ = write(descriptor.number, &one, 8)
  }

  func lower() {
    var count: UInt64 = 0
    _ = read(descriptor.number, &count, 8)
  }
}

/// Trees of files on the host.
enum HostTree {
  /// Removes a directory and what is in it, without following links.
  static func remove(_ path: String) {
    csandbox_remove_tree(path)
  }
}

/// Listeners that a probe tries to reach; they close with their owner.
struct ProbeListeners {
  let port: UInt16
  let abstractName: String
  private let descriptors: [Descriptor]

  init(name: String) {
    var port: UInt16 = 0
    let network = csandbox_listen(&port)
    let abstract = csandbox_listen_abstract(name)
    self.port = port
    self.abstractName = name
    self.descriptors = [network, abstract].filter { $0 >= 0 }.map(Descriptor.init)
  }
}
