/// What is known of a server that answered a run: what it says it is, and what its replies showed.
public struct ServerCard: Sendable, Hashable {
  /// Without credentials and query.
  public var endpoint: String
  /// Its `Server` header, for example `uvicorn`.
  public var software: String?
  /// The version it gives, as it gives it.
  public var version: String?
  /// The models that it lists, at most ``mostModels``; an empty list does not mean no model.
  public var models: [String]
  /// The model that was asked for.
  public var askedModel: String
  /// The names under which replies came; `null` names are left out.
  public var servedModels: [String]
  /// Its own words for its configurations; more than one means that it changed in mid-run.
  public var systemFingerprints: [String]
  /// What it seems to have ignored or changed, a sentence each.
  public var warnings: [String]

  public static let mostModels = 50
  /// The most served names, fingerprints and warnings each.
  public static let mostRemarks = 20

  public init(
    endpoint: String, software: String? = nil, version: String? = nil, models: [String] = [],
    askedModel: String = "", servedModels: [String] = [], systemFingerprints: [String] = [],
    warnings: [String] = []
  ) {
    self.endpoint = endpoint
    self.software = software
    self.version = version
    self.models = models
    self.askedModel = askedModel
    self.servedModels = servedModels
    self.systemFingerprints = systemFingerprints
    self.warnings = warnings
  }

  public var json: JSON {
    [
      "endpoint": .string(endpoint), "software": .optional(software),
      "version": .optional(version), "models": .strings(models),
      "asked_model": .string(askedModel), "served_models": .strings(servedModels),
      "system_fingerprints": .strings(systemFingerprints), "warnings": .strings(warnings),
    ]
  }

  public init(json: JSON) {
    func texts(_ key: String) -> [String] { json[key]?.array?.compactMap(\.string) ?? [] }
    self.init(
      endpoint: json["endpoint"]?.string ?? "", software: json["software"]?.string,
      version: json["version"]?.string, models: texts("models"),
      askedModel: json["asked_model"]?.string ?? "", servedModels: texts("served_models"),
      systemFingerprints: texts("system_fingerprints"), warnings: texts("warnings"))
  }

  /// What this card and one of an earlier sitting of the same run know together; the later one's
  /// facts win.
  public func merged(into earlier: ServerCard) -> ServerCard {
    func union(_ a: [String], _ b: [String]) -> [String] {
      Array((a + b.filter { !a.contains($0) }).prefix(ServerCard.mostRemarks))
    }
    var card = self
    card.software = software ?? earlier.software
    card.version = version ?? earlier.version
    if models.isEmpty { card.models = earlier.models }
    card.servedModels = union(earlier.servedModels, servedModels)
    card.systemFingerprints = union(earlier.systemFingerprints, systemFingerprints)
    card.warnings = union(earlier.warnings, warnings)
    return card
  }

  /// On one line, for people: `vLLM 0.32.0 (uvicorn), asked for m, answered as m`.
  public var summary: String {
    var parts: [String] = []
    let what = [version, software.map { version == nil ? $0 : "(\($0))" }].compactMap { $0 }
    if !what.isEmpty { parts.append(what.joined(separator: " ")) }
    if !servedModels.isEmpty, servedModels != [askedModel] {
      parts.append("asked for \(askedModel), answered as \(servedModels.joined(separator: ", "))")
    }
    if !systemFingerprints.isEmpty {
      parts.append("fingerprint \(systemFingerprints.joined(separator: ", "))")
    }
    if models.count == 1 {
      parts.append("lists \(models[0])")
    } else if !models.isEmpty {
      parts.append(
        "lists \(models.count)\(models.count == ServerCard.mostModels ? "+" : "") models")
    }
    return parts.joined(separator: "; ")
  }
}
