import Testing

@testable import Statistics

/// The expected values were printed once with `repr` by SciPy 1.17.1: `scipy.stats.t.ppf`, `t.cdf`
/// and `norm.ppf` of the arguments in the table.
struct DistributionTests {
  @Test(arguments: [
    // df, chance 0.975, 0.995, 0.05
    (1, 12.706204736174694, 63.656741162871526, -6.313751514675044),
    (2, 4.302652729749462, 9.924843200918287, -2.9199855803537256),
    (3, 3.1824463052837078, 5.840909309733355, -2.353363434801824),
    (4, 2.7764451051977934, 4.604094871349992, -2.131846786326651),
    (5, 2.5705818356363146, 4.032142983555228, -2.015048373333024),
    (9, 2.262157162798205, 3.249835541592126, -1.8331129326562376),
    (10, 2.228138851986274, 3.16927267261695, -1.812461122811676),
    (29, 2.045229642132703, 2.756385903670605, -1.6991270265334977),
    (30, 2.0422724563012378, 2.7499956535672254, -1.6972608865939574),
    (99, 1.9842169515864174, 2.626405457280827, -1.660391156016991),
    (100, 1.9839715185235518, 2.6258905214380173, -1.6602343260853396),
    (399, 1.965927295920882, 2.588207164030976, -1.648681533555426),
    (400, 1.9659123432294627, 2.5881760800347395, -1.6486719414654145),
    (1_000, 1.9623390808264083, 2.580754698065951, -1.6463788172854648),
    (5_000, 1.9604385517065073, 2.5768129665562802, -1.645158437596971),
  ])
  func studentsQuantilesAreThePublishedOnes(df: Int, p975: Double, p995: Double, p05: Double) {
    for (p, expected) in [(0.975, p975), (0.995, p995), (0.05, p05)] {
      let found = StudentT.quantile(p, degreesOfFreedom: df)
      #expect(abs(found - expected) <= 2e-9 * abs(expected), "\(p)")
    }
  }

  @Test(arguments: [
    (0.5, 1, 0.6475836176504333), (2, 3, 0.9303370157205785), (-1.3, 4, 0.13172579823561206),
    (1.96, 30, 0.9703288435519748), (4, 7, 0.9974050433253516), (0, 5, 0.5),
  ])
  func studentsChancesAreThePublishedOnes(t: Double, df: Int, expected: Double) {
    #expect(abs(StudentT.cumulative(t, degreesOfFreedom: df) - expected) < 1e-12)
  }

  @Test(arguments: [
    (1e-10, -6.361340902404056), (0.001, -3.090232306167813), (0.025, -1.9599639845400545),
    (0.3, -0.5244005127080409), (0.5, 0.0), (0.8, 0.8416212335729143),
    (0.999999, 4.753424308817087),
  ])
  func normalQuantilesAreThePublishedOnes(p: Double, expected: Double) {
    #expect(abs(Normal.quantile(p) - expected) < 1e-9)
  }

  @Test(arguments: 1...60)
  func quantileUndoesCumulative(df: Int) {
    for p in [0.005, 0.1, 0.5, 0.77, 0.975] {
      let t = StudentT.quantile(p, degreesOfFreedom: df)
      #expect(abs(StudentT.cumulative(t, degreesOfFreedom: df) - p) < 1e-12)
    }
  }

  @Test func quantilesShrinkTowardsTheNormalOne() {
    let quantiles = (1...1_000).map { StudentT.quantile(0.975, degreesOfFreedom: $0) }
    #expect(zip(quantiles, quantiles.dropFirst()).allSatisfy { $0 > $1 })
    #expect(quantiles.allSatisfy { $0 > 1.959963984540054 })
  }
}
