/// All that a model sees of a problem. It has no room for the reference.
public struct Prompt: Sendable, Hashable {
  public var system: String?
  public var text: String
  /// Paths of images that belong to the text.
  public var images: [String]

  public init(system: String? = nil, text: String, images: [String] = []) {
    self.system = system
    self.text = text
    self.images = images
  }
}

/// One try of a model at a problem.
public struct Attempt: Sendable, Hashable {
  public var problem: Problem
  /// Numbered from 1.
  public var number: Int
  public var prompt: Prompt

  public init(problem: Problem, number: Int, prompt: Prompt) {
    self.problem = problem
    self.number = number
    self.prompt = prompt
  }

  public var id: AttemptID { AttemptID(problemID: problem.id, number: number) }

  /// The part of the attempt that a model may know.
  public var request: ModelRequest { ModelRequest(id: id, prompt: prompt) }
}

/// Names an attempt within its run.
public struct AttemptID: Sendable, Hashable {
  public var problemID: String
  /// Numbered from 1.
  public var number: Int

  public init(problemID: String, number: Int) {
    self.problemID = problemID
    self.number = number
  }
}

/// What is sent to a model.
public struct ModelRequest: Sendable, Hashable {
  public var id: AttemptID
  public var prompt: Prompt

  public init(id: AttemptID, prompt: Prompt) {
    self.id = id
    self.prompt = prompt
  }
}
