import MathEquivalence
import Testing

/// Own pairs for each kind of number and quantity, equal ones and near misses.
@Suite struct NumberKindsTests {
  private func check(_ pair: Case) throws {
    let decision = try Equivalence(gold: pair.gold).compare(pair.answer)
    #expect(decision.outcome == (pair.isEqual ? .equal : .different), "\(pair): \(decision.reason)")
  }

  @Test func numbersAreToldApart() throws {
    for pair in cases(NumberKindsTables.numbers) { try check(pair) }
  }

  @Test func fractionsAndDecimalsAreToldApart() throws {
    for pair in cases(NumberKindsTables.fractionsAndDecimals) { try check(pair) }
  }

  @Test func percentagesAreToldApart() throws {
    for pair in cases(NumberKindsTables.percentages) { try check(pair) }
  }

  @Test func moneyAreToldApart() throws {
    for pair in cases(NumberKindsTables.money) { try check(pair) }
  }

  @Test func unitsAreToldApart() throws {
    for pair in cases(NumberKindsTables.units) { try check(pair) }
  }

  @Test func radicalsAreToldApart() throws {
    for pair in cases(NumberKindsTables.radicals) { try check(pair) }
  }

  @Test func constantsAndPowersAreToldApart() throws {
    for pair in cases(NumberKindsTables.constantsAndPowers) { try check(pair) }
  }

  @Test func logarithmsAreToldApart() throws {
    for pair in cases(NumberKindsTables.logarithms) { try check(pair) }
  }

  @Test func trigonometryAreToldApart() throws {
    for pair in cases(NumberKindsTables.trigonometry) { try check(pair) }
  }

  @Test func factorialsAreToldApart() throws {
    for pair in cases(NumberKindsTables.factorials) { try check(pair) }
  }

  @Test func complexNumbersAreToldApart() throws {
    for pair in cases(NumberKindsTables.complexNumbers) { try check(pair) }
  }
}

private enum NumberKindsTables {
  static let numbers = #"""
    7  =  7.0
    7  =  +7
    7  =  7.00
    7  =  14/2
    7  =  \sqrt{49}
    7  =  \boxed{7}
    7  =  seven
    7  =  Seven
    7  =  x=7
    7  ≠  -7
    7  ≠  77
    7  ≠  7!
    7  ≠  7%
    7  ≠  7,7
    7  ≠  \{7\}
    7  ≠  (7,7)
    7  ≠  [7]
    -7  =  −7
    -7  =  –7
    -7  =  -7.0
    -7  =  \text{-}7
    -7  =  0-7
    -7  =  negative 7
    -7  =  minus seven
    -7  ≠  7
    0  =  -0
    0  =  0.0
    0  =  \frac{0}{5}
    0  ≠  O
    0  ≠  \emptyset
    0  ≠  10^{-20}
    12  =  1.2\times 10^1
    12  =  dozen
    12  =  a dozen
    12  ≠  2 1
    12  ≠  1.2
    144  =  144\,
    144  =  1.44\times10^2
    144  ≠  14 4
    99999999999  ≠  100000000000
    1000000  =  10^6
    1000000  =  1{,}000{,}000
    1000000  =  one million
    1000000  =  1 million
    1000000  =  1e6
    1000000  =  1,000,000.00
    1000000  =  1'000'000
    1000000  ≠  1,000,00
    1234567  =  1 234 567
    1234567  =  1\,234\,567
    1234567  ≠  1.234567
    """#

  static let fractionsAndDecimals = #"""
    0.5  =  0.5000
    0.5  =  \frac12
    0.5  =  1/2
    0.5  =  50\%
    0.5  =  5e-1
    0.5  =  half
    0.5  =  one-half
    0.5  =  5\times10^{-1}
    0.5  ≠  0.51
    0.5  ≠  .05
    0.333...  =  1/3
    0.\overline{3}  =  \frac13
    0.\dot{3}  =  1/3
    0.(3)  =  1/3
    0.1\overline{6}  =  1/6
    0.\overline{142857}  =  1/7
    0.\dot{1}4285\dot{7}  =  1/7
    0.\overline{9}  =  1
    0.\overline{3}  ≠  0.3
    0.\overline{3}  ≠  0.33333333333333333333
    1/3  =  0.33\overline{3}
    1/3  =  0.333\ldots
    1/3  =  0.3̅
    -0.75  =  -3/4
    -0.75  =  -\frac{3}{4}
    -0.75  =  \frac{-3}{4}
    -0.75  =  \frac{3}{-4}
    \frac{1}{2}  =  \tfrac{1}{2}
    \frac{1}{2}  =  \dfrac12
    \frac{1}{2}  =  \cfrac{1}{2}
    \frac{1}{2}  =  {1 \over 2}
    \frac{1}{2}  =  1⁄2
    \frac{1}{2}  =  1 / 2
    \frac{1}{2}  =  \frac{50}{100}
    \frac{1}{2}  =  2^{-1}
    \frac{1}{2}  =  \left(\frac{1}{2}\right)
    \frac{1}{2}  =  (1)/(2)
    \frac{1}{2}  =  \frac{\frac12}{1}
    \frac{1}{2}  =  \nicefrac{1}{2}
    \frac{1}{2}  =  \sfrac{1}{2}
    \frac{1}{2}  =  \text{one half}
    \frac{1}{2}  =  a half
    \frac{1}{2}  ≠  12
    \frac{1}{2}  ≠  1,2
    \frac{1}{2}  ≠  \frac{1}{3}
    \frac{3}{4}  =  three quarters
    \frac{3}{4}  =  three-fourths
    \frac{3}{4}  =  ¾
    \frac{2}{3}  =  two thirds
    \frac{-1}{2}  =  -\frac12
    \frac{22}{7}  =  3\frac{1}{7}
    \frac{22}{7}  ≠  3.142857
    \frac{7}{3}  =  2\frac13
    \frac{7}{3}  =  2+\frac{1}{3}
    \frac{7}{3}  =  2 \frac{1}{3}
    \frac{7}{3}  ≠  2\cdot\frac13
    2\frac{1}{3}  =  7/3
    2\frac{1}{3}  =  2 + 1/3
    2\frac{1}{3}  =  2\dfrac{1}{3}
    2\frac{1}{3}  ≠  2 1/4
    -2\frac{1}{3}  =  -\frac{7}{3}
    -2\frac{1}{3}  =  -2 1/3
    -2\frac{1}{3}  =  -(2+1/3)
    3\frac{1}{2}  =  3½
    3\frac{1}{2}  =  three and a half
    """#

  static let percentages = #"""
    10\%  =  0.1
    10\%  =  10%
    10\%  =  10 percent
    10\%  =  10 per cent
    10\%  =  10\text{ percent}
    10\%  =  \frac{1}{10}
    10\%  =  ten percent
    10\%  =  10.0\%
    10\%  ≠  0.10\%
    10\%  ≠  0.01
    50\%  =  \frac{1}{2}
    50\%  =  0.5
    50\%  ≠  50
    12.5\%  =  0.125
    12.5\%  ≠  125\%
    33\frac{1}{3}\%  =  \frac13
    33\frac{1}{3}\%  =  33.\overline{3}\%
    33\frac{1}{3}\%  ≠  33.3\%
    -20\%  =  -0.2
    150\%  =  1.5
    150\%  =  \frac{3}{2}
    2.5‰  =  0.0025
    """#

  static let money = #"""
    \$5  =  5
    \$5  =  5 dollars
    \$5  =  \$5.00
    \$5  =  5 USD
    \$5  =  USD 5
    \$5  =  US\$5
    \$5  =  \text{\$}5
    \$5  =  5\$
    \$5  =  five dollars
    \$5  ≠  £5
    \$5  ≠  \$5.50
    \$5  ≠  \$50
    \$5  ≠  ¥5
    75 cents  =  \$0.75
    75 cents  =  75¢
    75 cents  =  0.75 dollars
    75 cents  =  \$.75
    75 cents  ≠  \$75
    \$1,250  =  1250
    \$1,250  =  \$1250.00
    \$1,250  =  \$1{,}250
    \$1,250  =  \$1.25k
    \$1,250  ≠  \$12,50
    \$3 million  =  3 million dollars
    \$3 million  =  \$3M
    \$3 million  =  3,000,000
    \$3 million  =  \$3\times10^6
    \$3 million  ≠  \$3
    €20  =  20€
    €20  =  20 euros
    €20  =  €20.00
    €20  =  20 EUR
    €20  ≠  $20
    £3.50  =  350p
    £3.50  =  350 pence
    £3.50  =  £3.5
    ₹500  =  Rs. 500
    ₹500  =  500 rupees
    $12.34  =  12 dollars and 34 cents
    -\$5  =  -5 dollars
    -\$5  =  \$-5
    -\$5  ≠  \$5
    """#

  static let units = #"""
    5 cm  =  5cm
    5 cm  =  5\text{ cm}
    5 cm  =  5\,\mathrm{cm}
    5 cm  =  5 centimeters
    5 cm  =  5 centimetres
    5 cm  =  5
    5 cm  =  0.05 m
    5 cm  =  5\ \text{cm}
    5 cm  =  5~cm
    5 cm  =  5 \, \rm{cm}
    5 cm  =  \SI{5}{cm}
    5 cm  =  \SI{5}{\centi\metre}
    5 cm  =  \qty{5}{cm}
    5 cm  =  0.00005 km
    5 cm  =  five centimeters
    5 cm  ≠  5 mm
    5 cm  ≠  5 km
    5 cm  ≠  5 kg
    5 cm  ≠  5 in
    5 cm  ≠  0.5 m
    12\text{ cm}^2  =  12 cm²
    12\text{ cm}^2  =  12 square centimeters
    12\text{ cm}^2  =  12
    12\text{ cm}^2  =  12\,\text{cm}^{2}
    12\text{ cm}^2  =  0.0012 m^2
    12\text{ cm}^2  =  1200 mm^2
    12\text{ cm}^2  =  12\text{ sq. cm}
    12\text{ cm}^2  =  12 cm^2
    12\text{ cm}^2  ≠  12 cm^3
    12\text{ cm}^2  ≠  12 m^2
    60 \text{ mph}  =  60 miles per hour
    60 \text{ mph}  =  60 mi/h
    60 \text{ mph}  =  60
    60 \text{ mph}  =  88 ft/s
    60 \text{ mph}  =  96.56064 km/h
    60 \text{ mph}  ≠  88 m/s
    10 m/s  =  10 meters per second
    10 m/s  =  10\,\mathrm{m\,s^{-1}}
    10 m/s  =  10 \frac{m}{s}
    10 m/s  =  10 m s^{-1}
    10 m/s  =  10\text{ m}\cdot\text{s}^{-1}
    10 m/s  =  10 m·s⁻¹
    10 m/s  =  600 m/min
    10 m/s  =  10 mps
    10 m/s  =  \SI{10}{m/s}
    10 m/s  =  \SI{10}{\metre\per\second}
    10 m/s  ≠  10 m/s^2
    10 m/s  ≠  10 km/h
    9.8 m/s^2  =  9.8\ \mathrm{m/s^2}
    9.8 m/s^2  =  9.8 N/kg
    9.8 m/s^2  =  980 cm/s^2
    9.8 m/s^2  =  9.8 m/s²
    2 hours  =  120 minutes
    2 hours  =  2h
    2 hours  =  2 hrs
    2 hours  =  7200 s
    2 hours  =  7200 seconds
    2 hours  =  2
    2 hours  =  two hours
    2 hours  ≠  2 days
    2 hours  ≠  2 min
    90 minutes  =  1.5 hours
    90 minutes  =  1 hour 30 minutes
    90 minutes  =  1 h 30 min
    90 minutes  =  1 hour and 30 minutes
    90 minutes  =  1\frac{1}{2} hours
    90 minutes  ≠  1 hour 20 minutes
    3 kg  =  3000 g
    3 kg  =  3 kilograms
    3 kg  ≠  3 g
    3 kg  ≠  3 lb
    1 lb  =  16 oz
    1 ft  =  12 in
    1 ft  =  12 inches
    1 ft  =  1 foot
    1 ft  =  30.48 cm
    1 ft  =  1'
    6 ft 2 in  =  74 inches
    6 ft 2 in  =  6'2"
    6 ft 2 in  =  6 feet 2 inches
    5 N  =  5 newtons
    5 N  =  5 kg m/s^2
    5 N  =  5 kg·m/s²
    5 J  =  5 N m
    5 J  =  5 N·m
    5 J  =  5 W s
    5 J  ≠  5 W
    100 W  =  0.1 kW
    100 W  =  100 J/s
    1 kWh  =  3.6 MJ
    1 kWh  =  3600000 J
    1 eV  =  1.602176634\times 10^{-19} J
    1 MeV  =  1.602176634e-13 J
    1 atm  =  101325 Pa
    1 atm  =  760 mmHg
    1 L  =  1000 mL
    1 L  =  1 dm^3
    1 L  =  1000 cm^3
    1 m^3  =  1000 L
    1 gallon  =  4 quarts
    20\mu m  =  0.02 mm
    5 µm  =  5\times 10^{-6} m
    5 nm  =  5\times 10^{-9} m
    10 k\Omega  =  10000 ohms
    3 GHz  =  3\times10^9 Hz
    20 °C  =  20 degrees Celsius
    20 °C  =  20^\circ\text{C}
    20 °C  =  20
    20 °C  ≠  20 °F
    20 °C  ≠  293.15
    300 K  =  300 kelvin
    15 apples  =  15
    15 apples  =  15 apple
    15 apples  ≠  15 oranges
    15 students  =  15
    4 units  =  4
    16 square units  =  16
    16\text{ square units}  =  16 units^2
    3 people  =  3 persons
    72 km/h  =  20 m/s
    72 km/h  =  72 kph
    72 km/h  =  72 km per hour
    72 km/h  =  72 \frac{\text{km}}{\text{h}}
    5 mol  =  5 moles
    0.1 M  =  0.1 mol/L
    2.5 g/cm^3  =  2500 kg/m^3
    2.5 g/cm^3  =  2.5 g/mL
    60 rpm  =  1 rev/s
    """#

  static let radicals = #"""
    2\sqrt{2}  =  \sqrt{8}
    2\sqrt{2}  =  2\sqrt2
    2\sqrt{2}  =  2*sqrt(2)
    2\sqrt{2}  =  2 sqrt 2
    2\sqrt{2}  =  2^{3/2}
    2\sqrt{2}  =  2^{1.5}
    2\sqrt{2}  =  8^{1/2}
    2\sqrt{2}  =  \sqrt 8
    2\sqrt{2}  =  2\cdot 2^{0.5}
    2\sqrt{2}  =  2 \sqrt[2]{2}
    2\sqrt{2}  ≠  2.828
    2\sqrt{2}  ≠  \sqrt{2}
    2\sqrt{2}  ≠  -2\sqrt{2}
    2\sqrt{2}  ≠  2\sqrt[3]{2}
    \sqrt{3}/3  =  1/\sqrt{3}
    \sqrt{3}/3  =  3^{-1/2}
    \sqrt{3}/3  =  \sqrt{\frac13}
    \sqrt{3}/3  =  \tan 30^\circ
    \frac{1+\sqrt{5}}{2}  =  \frac{2}{\sqrt5-1}
    \frac{1+\sqrt{5}}{2}  =  0.5+0.5\sqrt{5}
    \frac{1+\sqrt{5}}{2}  =  (1+sqrt(5))/2
    \frac{1+\sqrt{5}}{2}  =  \frac12+\frac{\sqrt5}{2}
    \frac{1+\sqrt{5}}{2}  =  2\cos 36^\circ
    \frac{1+\sqrt{5}}{2}  ≠  \frac{1-\sqrt5}{2}
    \sqrt[3]{16}  =  2\sqrt[3]{2}
    \sqrt[3]{16}  =  16^{1/3}
    \sqrt[3]{16}  =  ∛16
    \sqrt[3]{16}  =  cbrt(16)
    \sqrt[3]{16}  =  2^{4/3}
    \sqrt[3]{-8}  =  -2
    \sqrt[3]{-8}  =  (-8)^{1/3}
    \sqrt[5]{-32}  =  -2
    \sqrt{2}+\sqrt{3}  =  \sqrt{5+2\sqrt{6}}
    \sqrt{2}+\sqrt{3}  ≠  \sqrt{5}
    \sqrt{7-4\sqrt{3}}  =  2-\sqrt3
    \sqrt{12}  =  2\sqrt3
    \sqrt{-9}  =  3i
    \sqrt{\sqrt{16}}  =  2
    \frac{3}{\sqrt{2}}  =  \frac{3\sqrt{2}}{2}
    \frac{1}{\sqrt{2}+1}  =  \sqrt{2}-1
    \frac{\sqrt{6}-\sqrt{2}}{4}  =  \sin 15^\circ
    \frac{\sqrt{6}-\sqrt{2}}{4}  =  \cos 75^\circ
    \frac{\sqrt{6}-\sqrt{2}}{4}  ≠  \frac{\sqrt{6}+\sqrt{2}}{4}
    """#

  static let constantsAndPowers = #"""
    \pi  =  π
    \pi  =  \text{pi}
    \pi  ≠  22/7
    \pi  ≠  3.14
    \pi  =  4\arctan 1
    \pi  =  \arccos(-1)
    2\pi  =  2π
    2\pi  =  2 \pi
    2\pi  =  360^\circ
    2\pi  =  \pi\cdot 2
    2\pi  ≠  \pi^2
    \frac{\pi}{2}  =  \pi/2
    \frac{\pi}{2}  =  90^\circ
    \frac{\pi}{2}  =  90 degrees
    \frac{\pi}{2}  ≠  90
    \frac{\pi}{2}  ≠  1.5708
    e  =  \mathrm{e}
    e  =  exp(1)
    e  =  \exp(1)
    e  =  e^1
    e  ≠  2.71828
    e^2  =  \exp 2
    e^2  =  exp(2)
    e^2  =  e*e
    e^2  =  \mathrm{e}^2
    1-\frac{1}{e}  =  1-e^{-1}
    1-\frac{1}{e}  =  \frac{e-1}{e}
    2^{10}  =  1024
    2^{10}  =  2^{5}\cdot 2^5
    2^{10}  =  32^2
    2^{10}  =  2↑10
    2^{10}  =  2^10
    2^{10}  ≠  2*10
    2^{100}  =  1267650600228229401496703205376
    3^{2025}  =  3\cdot 9^{1012}
    3^{2025}  =  27^{675}
    2^{2^{3}}  =  256
    2^{2^{3}}  ≠  64
    (2^2)^3  =  64
    -2^2  =  -4
    -2^2  ≠  4
    (-2)^2  =  4
    4^{1/2}  =  2
    8^{-2/3}  =  \frac14
    x^{1/2}  =  \sqrt{x}
    x^{-1}  =  \frac1x
    x^{2/3}  =  \sqrt[3]{x^2}
    \sqrt{x^2}  ≠  x
    \sqrt{x^2}  =  |x|
    """#

  static let logarithms = #"""
    \ln 8  =  3\ln 2
    \ln 8  =  ln(8)
    \ln 8  =  \ln{8}
    \ln 8  =  \ln(8)
    \ln 8  =  2\ln 2+\ln 2
    \ln 8  =  -\ln\frac18
    \ln 8  ≠  \ln 9
    \ln 8  ≠  2.079
    \lg 1000  =  \log_{10} 1000
    \log_{10} 1000  =  3
    \log_2 8  =  3
    \log_2 3  =  \log_4 9
    \log_2 3  =  \frac{\log 3}{\log 2}
    \log_2 3  =  1/\log_3 2
    \log_2 3  =  log_2(3)
    \log_2 3  =  \lg 3/\lg 2
    \log_2 3  ≠  \log_3 2
    \ln(ab)  =  \ln a+\ln b
    \ln(a+b)  =  \ln(b+a)
    \ln\frac{a}{b}  =  \ln a-\ln b
    \frac12\ln 2  =  \ln\sqrt2
    \ln e^5  =  5
    \ln(e^{2}+1)  ≠  2
    """#

  static let trigonometry = #"""
    \sin 30^\circ  =  0.5
    \sin 30^\circ  =  sin(30°)
    \sin 30^\circ  =  \sin\frac{\pi}{6}
    \sin 30^\circ  =  \cos 60^\circ
    \sin 30^\circ  ≠  \cos 30^\circ
    \tan 15^\circ  =  \frac{\sqrt3-1}{\sqrt3+1}
    \tan 15^\circ  ≠  2+\sqrt3
    \sin^2 x+\cos^2 x  ≠  2
    \sin 2x  =  2\sin x\cos x
    \sin 2x  =  2 sin(x) cos(x)
    \sin 2x  =  sin(2x)
    \sin 2x  ≠  2\sin x
    \cos 2x  =  \cos^2x-\sin^2x
    \cos 2x  =  2\cos^2 x-1
    \cos 2x  ≠  2\cos x
    \tan x  =  \frac{\sin x}{\cos x}
    \tan x  =  tg x
    \cot x  =  1/\tan x
    \cot x  =  ctg x
    \sec^2 x  =  1+\tan^2 x
    \arcsin\frac12  =  \frac{\pi}{6}
    \arcsin\frac12  =  \sin^{-1}(1/2)
    \arcsin\frac12  =  30^\circ
    \arctan 1  =  \frac\pi4
    \arctan 1  =  arctg 1
    \arctan 2  ≠  \tan 2
    \sin^{-1} x  =  \arcsin x
    \sin(x)^2  =  \sin^2 x
    \sin x^2  ≠  \sin^2 x
    \sinh x  =  \frac{e^x-e^{-x}}{2}
    \cosh^2x-\sinh^2x  =  1
    \cos\frac{2\pi}{7}+\cos\frac{4\pi}{7}+\cos\frac{6\pi}{7}  =  -\frac12
    """#

  static let factorials = #"""
    5!  =  5\cdot4\cdot3\cdot2\cdot1
    5!  =  5*4!
    5!  =  \Gamma(6)
    5!  ≠  5
    5!  ≠  60
    100!  =  100\cdot 99!
    7!!  =  105
    7!!  =  7\cdot5\cdot3
    8!!  =  384
    7!!  ≠  5040
    \binom{5}{2}  =  10
    \binom{5}{2}  =  {5\choose 2}
    \binom{5}{2}  =  _5C_2
    \binom{5}{2}  =  {}_5C_2
    \binom{5}{2}  =  5C2
    \binom{5}{2}  =  ^5C_2
    \binom{5}{2}  =  \binom{5}{3}
    \binom{5}{2}  =  \frac{5!}{2!3!}
    \binom{5}{2}  =  \dbinom{5}{2}
    \binom{5}{2}  =  \tbinom52
    \binom{5}{2}  =  C^2_5
    \binom{5}{2}  =  nCr(5,2)
    \binom{5}{2}  ≠  \binom{5}{1}
    \binom{5}{2}  ≠  20
    P(5,2)  =  20
    A_5^2  =  20
    \binom{n}{2}  =  \frac{n(n-1)}{2}
    \binom{n}{2}  =  \frac{n^2-n}{2}
    \binom{2n}{n}  =  \frac{(2n)!}{(n!)^2}
    \binom{2n}{n}  ≠  \frac{(2n)!}{n!}
    n!  =  n(n-1)!
    (n+1)!  =  (n+1)\cdot n!
    (n+1)!  ≠  n!+1
    n^2+n  ≠  n^2
    """#

  static let complexNumbers = #"""
    2+3i  =  3i+2
    2+3i  =  2+3*i
    2+3i  =  2+3j
    2+3i  =  2 + 3 i
    2+3i  =  2+3\,i
    2+3i  =  (2+3i)
    2+3i  =  \overline{2-3i}
    2+3i  ≠  3+2i
    2+3i  ≠  -2-3i
    2+3i  ≠  2+3
    2+3i  ≠  (2,3)
    i  =  \sqrt{-1}
    i^{2023}  =  -i
    \frac{1}{1+i}  =  \frac12-\frac i2
    \frac{1}{1+i}  =  0.5-0.5i
    \frac{1}{1+i}  ≠  \frac{1+i}{2}
    e^{i\pi}  =  -1
    e^{i\pi/3}  =  \frac12+\frac{\sqrt3}{2}i
    e^{i\pi/3}  =  \cos 60^\circ+i\sin 60^\circ
    |3+4i|  =  5
    (1+i)^8  =  16
    (1+i)^2  =  2i
    \frac{-1+i\sqrt{3}}{2}  =  e^{2\pi i/3}
    \frac{-1+i\sqrt{3}}{2}  =  \frac{-1+\sqrt{3}i}{2}
    \frac{-1+i\sqrt{3}}{2}  =  -\frac12+\frac{i\sqrt{3}}2
    \frac{-1+i\sqrt{3}}{2}  =  -\frac12+\frac{\sqrt{3}}2\mathrm{i}
    2\operatorname{cis} 30^\circ  =  \sqrt3+i
    1+2i,1-2i  =  1\pm 2i
    1+2i,1-2i  =  1-2i, 1+2i
    1+2i,1-2i  =  x=1\pm2i
    1+2i,1-2i  ≠  1\pm i
    """#
}
