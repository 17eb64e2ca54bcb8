import Testing

@testable import Inference

struct ScoutingTests {
  private final class Traveller {}

  /// `Scouting` by reference, so that `#expect` can call what changes it.
  private final class Table {
    var scouting = Scouting<Traveller>()

    func waits(_ traveller: Traveller, _ url: String) -> Bool {
      scouting.mustWait(traveller, for: url)
    }

    func end(_ traveller: Traveller, _ url: String, found: Bool) -> [Traveller]? {
      scouting.end(traveller, url, found: found)
    }
  }

  @Test func othersWaitUntilTheFirstHasFoundTheWay() {
    let table = Table()
    let (a, b, c) = (Traveller(), Traveller(), Traveller())
    #expect(!table.waits(a, "http://name/x"))
    #expect(table.waits(b, "http://name/y"))
    #expect(!table.waits(c, "http://name:81/"))
    #expect(table.scouting.takeSuccessful { $0 === a }.count == 1)
    #expect(table.end(b, "http://name/y", found: true) == nil)
    #expect(table.end(a, "http://name/x", found: true)?.map { $0 === b } == [true])
    #expect(!table.waits(b, "http://name/y"))
    #expect(!table.waits(c, "http://name/y"))
  }

  @Test func afterAFailureTheNextIsTheScout() {
    let table = Table()
    let (a, b, c) = (Traveller(), Traveller(), Traveller())
    #expect(!table.waits(a, "http://name"))
    #expect(table.end(a, "http://name", found: false)?.isEmpty == true)
    #expect(!table.waits(b, "http://name"))
    #expect(table.waits(c, "http://name"))
  }

  @Test(arguments: ["http://127.0.0.1:1/x", "http://[::1]/", "http://10.1.2.3", "http://localhost"])
  func addressesNeedNoScout(url: String) {
    let table = Table()
    #expect(!table.waits(Traveller(), url))
    #expect(!table.waits(Traveller(), url))
  }
}
