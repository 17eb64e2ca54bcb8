import MathEquivalence
import Testing

/// Tables by the way an answer is written: units and compounds of them, sets of solutions, sets less
/// others, chemical formulas, families with a declared parameter.
@Suite struct NotationTests {
  private func check(_ pair: Case) throws {
    let decision = try Equivalence(gold: pair.gold).compare(pair.answer)
    #expect(decision.outcome == (pair.isEqual ? .equal : .different), "\(decision.reason)")
  }

  @Test(arguments: cases(NotationTables.units))
  func unitsAreToldApart(_ pair: Case) throws { try check(pair) }

  @Test(arguments: cases(NotationTables.compounds))
  func amountsInSeveralUnitsAreToldApart(_ pair: Case) throws { try check(pair) }

  @Test(arguments: cases(NotationTables.solutions))
  func listsOfAssignmentsAreSetsOfSolutions(_ pair: Case) throws { try check(pair) }

  @Test(arguments: cases(NotationTables.differences))
  func setsLessOthersAreToldApart(_ pair: Case) throws { try check(pair) }

  @Test(arguments: cases(NotationTables.formulas))
  func chemicalFormulasAreText(_ pair: Case) throws { try check(pair) }

  @Test(arguments: cases(NotationTables.families))
  func lettersOfFamiliesDoNotCount(_ pair: Case) throws { try check(pair) }

  @Test(arguments: cases(NotationTables.equations))
  func equationsEqualTheirSolutions(_ pair: Case) throws { try check(pair) }

  @Test(arguments: cases(NotationTables.brackets))
  func bracketsAloneAreNoAnswer(_ pair: Case) throws { try check(pair) }

  @Test(arguments: cases(NotationTables.rational))
  func rationalInequalitiesAreSets(_ pair: Case) throws { try check(pair) }

  @Test(arguments: cases(NotationTables.mixed))
  func otherNotationIsToldApart(_ pair: Case) throws { try check(pair) }

  @Test(arguments: cases(NotationTables.sets))
  func setsAreComparedPointByPoint(_ pair: Case) throws { try check(pair) }

  @Test(arguments: cases(NotationTables.near))
  func nearMissesOfNotationAreToldApart(_ pair: Case) throws { try check(pair) }

  @Test(arguments: cases(NotationTables.variables))
  func lettersBesideLettersAreNoUnits(_ pair: Case) throws { try check(pair) }
}

/// One pair a line: gold, `=` or `≠`, answer.
enum NotationTables {
  static let units = #"""
    0.015\text{ k}\Omega  =  15\ \Omega
    0.015\text{ k}\Omega  =  15 ohms
    15\ \Omega  =  15 ohm
    15\,\Omega  =  0.015 kΩ
    15 Ω  =  15 \Omega
    15 Ω  =  15 Ω
    15 Ω  =  0.015 kilohms
    15 Ω  =  0.015 kiloohm
    2 M\Omega  =  2000 k\Omega
    2 \text{ M}\Omega  =  2000 kohm
    2\,\text{m}\Omega  =  0.002\,\Omega
    15 \Omega  ≠  15 kΩ
    15\ \Omega  ≠  16\ \Omega
    3\Omega  =  3 \Omega
    \Omega + 1  ≠  \Omega + 2
    5 \mu m  =  5 µm
    5 \mu m  =  5 μm
    5\ \mu\text{m}  =  5 µm
    5\ \mu\text{m}  =  0.005 mm
    5\ \mu\text{m}  =  5 micrometers
    5\ \mu\text{s}  =  5 microseconds
    5\ \mu\text{F}  =  5 microfarads
    5 µF  =  5000 nF
    5 \mathrm{\mu F}  =  5 uF
    5 \mu m  ≠  5 mm
    5 Å  =  0.5 nm
    5 \text{Å}  =  5 angstroms
    5 \AA  =  5 Å
    20 °C  ≠  20 K
    20 °C  ≠  293.15 K
    20^\circ\text{C}  =  20 °C
    20^\circ\mathrm{C}  =  20 degrees Celsius
    20 °C  ≠  20 °F
    20 °C  =  20 ℃
    20 K  =  20 kelvin
    56 d  =  56\text{ days}
    56\text{ days}  =  56 d
    1 d  =  24 h
    90 min  =  1.5 h
    90 min  =  1.5 hours
    2 wk  =  14 days
    2 wks  =  2 weeks
    3 yr  =  3 years
    3 years  =  36 months
    50 Hz  =  0.05 kHz
    50 Hz  =  50 hertz
    5 N  =  5 newtons
    5 kN  =  5000 N
    5 J  =  0.005 kJ
    5 J  =  5 joules
    5 MW  =  5000 kW
    5 W  =  5 watts
    5 V  =  5000 mV
    5 V  =  5 volts
    5 A  =  5 amperes
    5 mA  =  0.005 A
    5 C  =  5 coulombs
    5 F  =  5 farads
    5 kPa  =  5000 Pa
    5 Pa  =  5 pascals
    101325 Pa  =  1013.25 hPa
    1 mol  =  1000 mmol
    2 eV  =  2000 meV
    2 eV  =  2 electronvolts
    2 eV  =  2 electron volts
    5 L  =  5 l
    5 L  =  5 liters
    5 L  =  5000 mL
    2 ha  =  20000 m^2
    3 t  =  3000 kg
    3 t  =  3 tonnes
    2 bar  =  200 kPa
    2 bar  =  200000 Pa
    2 bars  ≠  3 bar
    3 kWh  =  3 \text{ kilowatt-hours}
    3 kWh  =  10.8 MJ
    3 kWh  =  3 kilowatt hours
    3 MWh  =  3000 kWh
    1 Wh  =  3600 J
    5 m/s  =  18 km/h
    5 N m  =  5 N\cdot m
    5 V  =  5 W/A
    10 V/A  =  10 \Omega
    10 C/V  =  10 F
    5 cm^2  =  0.0005 m^2
    5d  =  d \cdot 5
    5 d  =  5d
    5V  ≠  6V
    5d  ≠  5h
    2t+1  =  1+2t
    2 t  =  t+t
    3 t + 1  =  1+3t
    \{1,2\}  =  x_1=1, x_2=2
    P_1V_1  =  V_1P_1
    C_5^2  =  10
    N^2  ≠  N_2
    2H_2O  =  2 \ce{H2O}
    Na+  =  Na^+
    No  =  no
    x_1=1, x_2=3  ≠  x_1=3,x_2=1
    (1,3)  =  x_1=1, x_2=3
    d = 5  =  5
    d = 5  ≠  6
    """#

  static let compounds = #"""
    440 dollars and 64 cents  =  \$440.64
    \$440.64  =  440 dollars and 64 cents
    \$440.64  =  440 dollars, 64 cents
    \$440.64  ≠  440 dollars and 63 cents
    \$440.64  =  440 dollars 64 cents
    1 hour and 30 minutes  =  90 minutes
    1 hour, 30 minutes  =  1.5 hours
    90 minutes  =  1 hour and 30 minutes
    2 hours, 15 minutes and 10 seconds  =  8110 s
    5 feet and 6 inches  =  66 inches
    5 feet 6 inches  =  5.5 ft
    3 pounds and 4 ounces  =  52 ounces
    5 meters, 6 meters  ≠  11 meters
    5 meters and 6 meters  ≠  11 meters
    5 dollars and 5 dollars  ≠  10 dollars
    3 cm, 5 mm  ≠  3.6 cm
    3 cm, 5 mm  =  5 mm, 3 cm
    2 hours and 30 minutes  =  30 minutes and 2 hours
    5 t  ≠  5
    5  ≠  5 d
    5d  =  5 days
    5m  =  5 meters
    5 m  =  5m
    2 t  =  2t
    3 mg  =  3mg
    y = 2 t  =  y = 2t
    y = 2 d  =  y=2d
    3 \text{ h}  =  3
    10 dollars and 5 euros  ≠  15 dollars
    12 minutes, 1 hour  ≠  72 minutes
    five dollars and twenty cents  =  \$5.20
    """#

  static let solutions = #"""
    x = \pm 2,\ x = \pm 3  =  \{-3,-2,2,3\}
    \{-3,-2,2,3\}  =  x = \pm 2,\ x = \pm 3
    \{-3,-2,2,3\}  =  x=\pm 2, \pm 3
    \{-3,-2,2,3\}  =  x = \pm 2 \text{ or } x = \pm 3
    \{-3,-2,2,3\}  =  x = \pm 2 \text{ and } x=\pm 3
    \{-3,-2,2,3\}  ≠  x = \pm 2, x = 3
    x=2 or x=-2  =  \{2,-2\}
    \{2,-2\}  =  x=2 or x=-2
    \{2,-2\}  =  x = \pm 2
    \{2,-2\}  =  x=2, x=-2
    \{1,3\}  =  x_1=1, x_2=3
    \{1,3\}  =  x_1=3, x_2=1
    1, 3  =  x_1=1, x_2=3
    \{1,3\}  ≠  x_1=1, x_2=4
    \{1,3\}  =  x_1=1\text{ and }x_2=3
    (1,3)  ≠  x_1=3, x_2=1
    \{1,3\}  ≠  x=1, y=3
    x_1=1, x_2=3  =  x=1, x=3
    x_1=1, x_2=3  =  \{1,3\}
    x_1=1, x_2=3  =  x=1 or x=3
    x_1 = 1, x_2 = 3  =  1, 3
    x = \pm 2, x = \pm 3  =  x=2,-2,3,-3
    x = \pm 2, x = \pm 3  =  x=2,x=-2,x=3,x=-3
    x = \pm 2, x = \pm 3  ≠  x=2,x=-2,x=3
    \pm 2, \pm 3  =  \{-3,-2,2,3\}
    """#

  static let differences = #"""
    (-1, 3] \ {0}  =  (-1,0)\cup(0,3]
    (-1,0)\cup(0,3]  =  (-1, 3] \ {0}
    (-1,0)\cup(0,3]  =  (-1,3]\setminus\{0\}
    (-1,0)\cup(0,3]  =  (-1,3] \backslash \{0\}
    (-1,0)\cup(0,3]  =  (-1,3] - \{0\}
    (-1,0)\cup(0,3]  =  (-1,3]∖{0}
    (-1,0)\cup(0,3]  =  (-1, 3] without 0
    (-1,0)\cup(0,3]  =  (-1, 3] except 0
    (-1,0)\cup(0,3]  ≠  (-1,3]\setminus\{1\}
    (-1,0)\cup(0,3]  ≠  (-1,3]
    (-\infty,1)\cup(1,2)\cup(2,\infty)  =  \mathbb{R}\setminus\{1,2\}
    \mathbb{R}\setminus\{1,2\}  =  (-\infty,1)\cup(1,2)\cup(2,\infty)
    \mathbb{R}\setminus\{1,2\}  =  x\ne 1, x \ne 2
    \mathbb{R}\setminus\{1,2\}  =  x\ne 1 \text{ and } x \ne 2
    \mathbb{R}\setminus\{1,2\}  =  x\ne 1, 2
    \mathbb{R}\setminus\{1,2\}  =  R \ {1, 2}
    \mathbb{R}\setminus\{1,2\}  =  x \in \mathbb{R}, x \neq 1,2
    \mathbb{R}\setminus\{0\}  =  x\ne 0
    (-1,0)\cup(0,3]  =  -1<x\le 3, x\ne 0
    (-1,0)\cup(0,3]  =  -1<x\le 3 \text{ and } x\ne 0
    (-1,0)\cup(0,3]  =  x\in(-1,3], x\ne 0
    (-1,0)\cup(0,3]  =  (-1,3], x\ne 0
    (-1,0)\cup(0,3]  =  (-1,3] \text{ and } x\ne 0
    (-1,0)\cup(0,3]  =  (-1,3], x \neq 0
    (0,\infty)\setminus\{1\}  =  (0,1)\cup(1,\infty)
    [0,3]\setminus[1,2]  =  [0,1)\cup(2,3]
    \mathbb{R}\setminus[1,2]  =  (-\infty,1)\cup(2,\infty)
    \mathbb{R}\setminus\mathbb{Z}  ≠  \mathbb{R}
    """#

  static let formulas = #"""
    Al_2(SO_4)_3  =  Al₂(SO₄)₃
    Al_2(SO_4)_3  =  \mathrm{Al_2(SO_4)_3}
    Al_2(SO_4)_3  =  Al2(SO4)3
    Al_2(SO_4)_3  =  \ce{Al2(SO4)3}
    \mathrm{Al_2(SO_4)_3}  =  Al2(SO4)3
    \mathrm{Al_2(SO_4)_3}  =  Al_{2}(SO_{4})_{3}
    \mathrm{Al_2(SO_4)_3}  =  \mathrm{Al}_2(\mathrm{SO}_4)_3
    \ce{Al2(SO4)3}  =  Al₂(SO₄)₃
    Al2(SO4)3  =  \text{Al}_2(\text{SO}_4)_3
    Al2(SO4)3  ≠  Al2(SO4)2
    Al2(SO4)3  ≠  Al(SO4)3
    CO  ≠  Co
    \mathrm{CO}  ≠  \mathrm{Co}
    \ce{CO}  ≠  \ce{Co}
    CO_2  =  CO2
    CO2  ≠  Co2
    H2O  =  H_2O
    H_2O  =  H2O
    H_2O  =  \text{H}_2\text{O}
    H_2O  =  H₂O
    H_2O  ≠  H_2O_2
    H2O  ≠  HO2
    NaCl  =  \ce{NaCl}
    NaCl  =  \mathrm{NaCl}
    NaCl  ≠  NaCL
    SO_4^{2-}  =  \ce{SO4^2-}
    SO_4^{2-}  =  SO₄²⁻
    \mathrm{Fe^{3+}}  =  Fe^{3+}
    \mathrm{Fe^{3+}}  =  Fe³⁺
    \mathrm{Fe^{3+}}  ≠  Fe^{2+}
    C6H12O6  =  C_6H_{12}O_6
    C_6H_{12}O_6  =  C₆H₁₂O₆
    C_6H_{12}O_6  =  C6H12O6
    CH_3CH_2OH  =  CH3CH2OH
    CH_3CH_2OH  ≠  CH_3OH
    CaCO_3  =  CaCO3
    N_2  =  N2
    O_2  =  O₂
    Ca(OH)_2  =  Ca(OH)2
    \ce{Ca(OH)2}  =  \mathrm{Ca(OH)_2}
    """#

  static let families = #"""
    \frac{\pi}{4}+k\pi, k\in\mathbb{Z}  =  \frac{\pi}{4}+n\pi, n\in\mathbb{Z}
    x=\frac{\pi}{4}+k\pi, k\in\mathbb{Z}  =  \frac{\pi}{4}+n\pi, n\in\mathbb{Z}
    x=\frac{\pi}{4}+k\pi, k\in\mathbb{Z}  =  x=\frac{\pi}{4}+n\pi, n\in\mathbb{Z}
    \frac{\pi}{4}+k\pi, k\in\mathbb{Z}  =  x = \frac{\pi}{4}+n\pi
    \frac{\pi}{4}+k\pi  =  \frac{\pi}{4}+n\pi, n\in\mathbb{Z}
    \frac{\pi}{4}+k\pi, k\in\mathbb{Z}  =  \frac{\pi}{4}+n\pi
    \frac{\pi}{4}+k\pi, k\in\mathbb{Z}  =  \frac{5\pi}{4}+n\pi, n\in\mathbb{Z}
    \frac{\pi}{4}+k\pi, k\in\mathbb{Z}  ≠  \frac{\pi}{4}+2n\pi, n\in\mathbb{Z}
    \frac{\pi}{4}+k\pi, k\in\mathbb{Z}  =  \frac{\pi}{4}+\pi n \text{ for } n\in\mathbb{Z}
    \frac{\pi}{4}+k\pi, k\in\mathbb{Z}  =  \frac{\pi}{4}+\pi n where n is an integer
    \frac{\pi}{4}+k\pi, k\in\mathbb{Z}  =  \frac{\pi}{4}+\pi n \text{ for any integer } n
    \frac{\pi}{4}+k\pi, k\in\mathbb{Z}  ≠  \frac{\pi}{4}+n\pi, n\in\mathbb{N}
    \{\frac{\pi}{4}+k\pi : k\in\mathbb{Z}\}  =  \frac{\pi}{4}+n\pi, n\in\mathbb{Z}
    \frac\pi6+2k\pi, \frac{5\pi}{6}+2k\pi, k∈ℤ  =  \frac\pi6+2n\pi, \frac{5\pi}{6}+2n\pi, n∈ℤ
    \pm\frac{\pi}{3}+2k\pi, k\in\mathbb{Z}  =  \pm\frac{\pi}{3}+2n\pi, n\in\mathbb{Z}
    3k+1, k\in\mathbb{Z}  =  3n+1, n\in\mathbb{Z}
    3k+1, k\in\mathbb{Z}  =  3n+4, n\in\mathbb{Z}
    3k+1, k\in\mathbb{Z}  ≠  3n+2, n\in\mathbb{Z}
    3k+1, k\in\mathbb{N}  ≠  3n+4, n\in\mathbb{N}
    """#

  static let equations = #"""
    x=\pm 1  =  x^2=1
    x^2=1  =  x=\pm 1
    x^2=1  =  x=1 \text{ or } x=-1
    x^2=1  ≠  x=1
    x=1  ≠  x^2=1
    x=\pm 1  ≠  x^2=2
    x=1,2  =  (x-1)(x-2)=0
    x=1 \text{ or } x=2  =  x^2-3x+2=0
    x=1,2,3  =  (x-1)(x-2)(x-3)=0
    x=0,1  =  x^2=x
    x=2  =  2x=4
    x=2  =  (x-2)^2=0
    x=\pm\sqrt2  =  x^2=2
    x=\pm i  =  x^2=-1
    x=\pm 1  ≠  x^2=-1
    x=\pm 1  ≠  y^2=1
    x=1, x=2  ≠  (x-1)(x-3)=0
    """#

  static let brackets = #"""
    1  ≠  ((((((((
    1  ≠  ))))
    1  ≠  (
    1  ≠  ([{
    \frac12  ≠  ]]]
    \{1,2\}  ≠  {{{{{
    x>1  ≠  (((
    """#

  static let rational = #"""
    (-\infty,-2)\cup(1,\infty)  =  (x-1)/(x+2) > 0
    (x-1)/(x+2) > 0  =  (-\infty,-2)\cup(1,\infty)
    \frac{x-1}{x+2} \ge 0  =  (-\infty,-2)\cup[1,\infty)
    \frac{x-1}{x+2} \ge 0  ≠  (-\infty,-2]\cup[1,\infty)
    \frac{1}{x} > 0  =  x>0
    \frac{1}{x} < 1  =  (-\infty,0)\cup(1,\infty)
    \frac{x^2-1}{x-1} > 0  =  (-1,1)\cup(1,\infty)
    (x-1)(x-2)(x-3)>0  =  (1,2)\cup(3,\infty)
    1.5  ≠  1,5
    1,5  ≠  1.5
    """#

  static let mixed = #"""
    C_{52}  ≠  C_5 2
    (a+b)\ {\rm cm}  ≠  (a+b)
    (0,2\pi)\ {\pi}  =  (0,\pi)\cup(\pi,2\pi)
    H_2SO_4  =  H2SO4
    H_2SO_4  ≠  H_2SO_3
    C_6H_{12}O_6  ≠  C_6H_{12}O_5
    \mathrm{CO_2}  ≠  \mathrm{CO}
    """#

  static let sets = #"""
    \frac{(x-1)(x+2)}{x-1} > 0  ≠  x>-2
    \frac{(x-1)(x+2)}{x-1} > 0  =  (-2,1)\cup(1,\infty)
    \frac{x^2}{x} \ge 0  =  x>0
    \frac{x}{x} > 0  =  \mathbb{R}\setminus\{0\}
    \frac{(x-1)^2}{x} > 0  =  (0,1)\cup(1,\infty)
    \frac{x+1}{x-3}\le 0  =  [-1,3)
    \frac{x+1}{x-3}\le 0  ≠  [-1,3]
    \frac{2}{x-1} \ge 1  =  (1,3]
    x(x-1)(x+1) < 0  =  (-\infty,-1)\cup(0,1)
    -x(x-1)(x+1) < 0  ≠  (-\infty,-1)\cup(0,1)
    \frac{1}{x^2} > 0  =  x \ne 0
    \{3k+1 : k\in\mathbb{Z}\}  =  \{3n+1 : n \in\mathbb{Z}\}
    \{3k+1 : k\in\mathbb{Z}\}  =  \{3n-2 : n \in\mathbb{Z}\}
    \{3k+1 : k\in\mathbb{Z}\}  ≠  \{3n : n \in\mathbb{Z}\}
    2k+1, k\in\mathbb{Z}  ≠  2k+1, k\in\mathbb{N}
    x=2k\pi, y=k\pi, k\in\mathbb{Z}  ≠  x=2k\pi, y=2k\pi, k\in\mathbb{Z}
    x = 3  =  x^2-6x+9=0
    x = 3  ≠  x^2-6x+8=0
    x = 0  ≠  x(x-1)=0
    x = 0,1  =  x(x-1)=0
    x = 1  ≠  \frac{x-1}{x-1}=0
    y = x^2  ≠  x = 1
    x^2 = 4  =  x = 2, -2
    x^2 = 4  =  x \in \{2,-2\}
    x^2=4  =  x^2-4=0
    """#

  static let near = #"""
    10 C  ≠  10 °C
    3 F  ≠  3 °F
    5 M  ≠  5 million
    \frac{1}{2} d  =  \frac{d}{2}
    \frac{1}{2} d  ≠  \frac{1}{2}
    2 d  =  48 h
    5 d  ≠  5 t
    2 m  ≠  2 M
    \pi d  ≠  3.14 d
    2 dollars, 50 cents  =  \$2.50
    2 dollars, 50 cents  =  2.50
    2 dollars, 50 cents  ≠  3
    \mathbb{R}\setminus\{0\}  ≠  \mathbb{R}
    \mathbb{R}\setminus\{0\}  ≠  x \ne 1
    \mathbb{R}\setminus\{0\}  =  R \ {0}
    \mathbb{R}\setminus\{0\}  =  all real numbers except 0
    (0,1)  ≠  (0,1] \ {0}
    (0,1)  =  (0,1] \ {1}
    x=\pm 1  ≠  x^4=1
    x=1  ≠  x^3=1
    15 \Omega  ≠  15 \omega
    15 \Omega  ≠  15 V
    15 \Omega  =  15
    3 mm  ≠  3 Mm
    1 mW  ≠  1 MW
    4 kilograms  =  4 kg
    4 kilobytes  =  4 kB
    4 microliters  =  4 µL
    5 km^2  =  5 square kilometers
    1 week  =  7 d
    1 yr  ≠  365 d
    2 hours, 15 minutes  ≠  2.15 hours
    440 dollars and 64 cents  ≠  \$440.46
    440 dollars and 64 cents  ≠  504 dollars
    440 dollars and 64 cents  ≠  440 dollars
    \{2,-2\}  ≠  x=2 or x=-3
    \{1,3\}  ≠  x_1=1, x_2=3, x_3=4
    \{1,3\}  ≠  x_1=1, y_2=3
    f(x)=x^2  =  y = x^2
    \{x \mid x \ne 0\}  =  \mathbb{R}\setminus\{0\}
    5 ÷ 2  =  2.5
    0.5 \text{ k}\Omega  =  500\,\Omega
    C=\frac{5}{9}(F-32)  =  C = 5(F-32)/9
    V = IR  =  V = RI
    E = mc^2  =  E = c^2 m
    3 \times 10^8 \text{ m/s}  =  3e8 m/s
    A = \pi r^2  ≠  A = \pi r
    2 N  ≠  2 n
    K_4  ≠  K_5
    Fe_2O_3  ≠  Fe_3O_2
    Fe_2O_3  ≠  FeO
    Fe2O3  =  Fe_2 O_3
    x > 2  ≠  x \ge 2
    90 min  =  1 hour, 30 min
    5 ft, 6 in  =  66 in
    5.5 ft  =  5 ft, 6 in
    10 \text{ V}  =  10 \text{ J/C}
    25 °C  =  25 degrees C
    25 °C  =  25^\circ \text{ Celsius}
    3\text{ N}\cdot\text{m}  =  3 N m
    12 oz  ≠  12 lb
    2\text{ mol}  =  2 moles
    5  ≠  x_1=5, x_2=6
    \frac{\pi}{3}+2\pi k, k \in \mathbb{Z}  ≠  \frac{\pi}{3}+\pi n, n \in \mathbb{Z}
    \frac{1}{x-1}>0  =  x>1
    \frac{1}{x-1}>0  ≠  x \ge 1
    Co  ≠  CO
    Co  =  co
    As  =  as
    2.50  =  2 dollars, 50 cents
    x=1, x=3  =  x_1=1, x_2=3
    y=1, y=3  ≠  x_1=1, x_2=3
    x=1, x=3  ≠  x_1=1, x_2=2
    5  ≠  2, 3
    N2  ≠  2N
    N2  ≠  2 N
    x_1=1, x_2=3  ≠  3, 1
    x_1=1, x_2=3  =  \{3, 1\}
    H2  ≠  2H
    """#

  static let variables = #"""
    \frac{5}{2} \text{ m}  =  2.5 m
    5 m, 6 m  =  6 m, 5 m
    (2 m, 3 m)  =  (2,3)
    x = 5 cm  =  5 cm
    y = 3 m + 2  =  y = 2 + 3m
    2 s  =  2s
    f(t) = 3 t  =  f(t)=3t
    f(t) = 3 t  ≠  f(t)=3
    v = 2 t  =  v=2t
    v = 2 t  =  2t
    2 h + 3  =  3+2h
    A = 2 l  =  A=2l
    3 V  =  3V
    2 k  =  2k
    k = 3 d  ≠  k = 3
    \frac{3 d}{2}  =  1.5d
    1.5d  =  \frac{3 d}{2}
    3 d, 2 d  =  2d, 3d
    \{2 d\}  =  \{2d\}
    2\sqrt{3} d  =  2 d\sqrt3
    \frac{1}{2} t  =  t/2
    -3 t  =  -3t
    (3 t, 2 t)  =  (3t, 2t)
    y = 3 d  =  3d = y
    y = 3 d  =  y - 3d = 0
    y - 3d = 0  =  y = 3 d
    y < 3 d  =  y < 3d
    2y < 6d  =  y < 3 d
    P = 2 l + 2 w  =  P = 2(l+w)
    P = 2 w + 2 l  =  P = 2(l+w)
    (x - 1)(x + 2) < 0  =  (-2, 1)
    P = 2 w + 2 l  ≠  P = 2 w + 2
    3 x + 2 m  =  2m+3x
    2 x + 3 \text{ m}  ≠  2x+3
    (2 w + 2 l, 3 m)  =  (2w+2l, 3m)
    y = 3 d  ≠  y - 2d = 0
    """#
}
