import Grading

/// Gives the texts of CSV cells the types that the native fields want.
enum CSVCells {
  /// Columns with unknown names are logged once and left out, rows that cannot be read each time.
  static func typed(_ records: [Record], log: ErrorLog) -> [Record] {
    var unknown: Set<String> = []
    return records.compactMap { record in
      var members: [JSON.Member] = []
      let isChoice = record.value["choices"] != nil
      for member in record.value.members ?? [] {
        guard let field = NativeField(rawValue: member.key) else {
          guard unknown.insert(member.key).inserted else { continue }
          var error = record.place.error(
            "“\(member.key)” is no field",
            mend: Nearest.mend(
              member.key, among: NativeField.names, otherwise: "remove the column"))
          error.line = 1
          error.field = member.key
          log.add(error)
          continue
        }
        let text = member.value.string ?? ""
        let place = record.place.at(member.key)
        guard let value = value(text, field.cell, isChoice: isChoice, place, log) else {
          return nil
        }
        members.append(JSON.Member(member.key, value))
      }
      return Record(value: .object(members), place: record.place)
    }
  }

  private static func value(
    _ text: String, _ cell: NativeField.Cell, isChoice: Bool, _ place: Place, _ log: ErrorLog
  ) -> JSON? {
    switch cell {
    case .text: return .string(text)
    case .list: return strings(text) ?? parts(text)
    // An answer may be the interval [1, 2) or hold a semicolon; only a list of quoted texts is one.
    case .answer: return strings(text) ?? (isChoice ? parts(text) : .string(text))
    case .value: return (try? JSON(parsing: text)) ?? .string(text)
    case .json:
      do throws(JSONError) {
        return try JSON(parsing: text)
      } catch {
        log.add(
          place.error(
            "“\(place.fieldName ?? "")” is not JSON: \(error.message)",
            mend: "write JSON in this column, or use JSONL"))
        return nil
      }
    }
  }

  /// A JSON list of texts.
  private static func strings(_ text: String) -> JSON? {
    guard text.first == "[", let list = try? JSON(parsing: text), let elements = list.array,
      elements.allSatisfy({ $0.string != nil })
    else { return nil }
    return list
  }

  /// The parts between semicolons.
  private static func parts(_ text: String) -> JSON {
    .strings(
      text.split(separator: ";", omittingEmptySubsequences: false).map { part in
        let start = part.drop(while: \.isWhitespace)
        return String(start.reversed().drop(while: \.isWhitespace).reversed())
      })
  }
}
