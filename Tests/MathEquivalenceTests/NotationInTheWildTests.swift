import MathEquivalence
import Testing

/// Own pairs in notations that models use and few graders know, each kind with its near misses.
@Suite struct NotationInTheWildTests {
  @Test(arguments: NotationInTheWildTables.all)
  func areToldApart(_ table: String) throws {
    for pair in cases(table) {
      let decision = try Equivalence(gold: pair.gold).compare(pair.answer)
      #expect(
        decision.outcome == (pair.isEqual ? .equal : .different), "\(pair): \(decision.reason)")
    }
  }
}

private enum NotationInTheWildTables {
  static let all = [
    dates, bases, residues, families, piecewise, ratios, systems, texts, formats, quantities,
    remarks,
  ]

  /// What is said of a letter beside a formula in it.
  static let remarks = #"""
    a_n = 2n+1  =  a_n = 2n+1 for n \ge 1
    a_n = 2n+1  =  a_n = 1 + 2n, n \ge 1
    a_n = 2n+1  =  a_n = 2n + 1 for all n ≥ 1
    a_n = 2n+1, n \ge 1  =  a_n = 2n+1
    a_n = 2n+1  ≠  a_n = 2n-1 for n \ge 1
    2n+1  =  2n+1 for all n≥1
    f(x) = x^2  =  f(x) = x^2 for all x
    f(x) = x^2  =  f(x) = x^2 for all real x
    f(x) = x^2  =  f(x)=x^2 \text{ for all real numbers } x
    f(x) = x^2  ≠  f(x) = x^3 for all x
    f(x) = x^2  ≠  f(x) = x^2 for some x
    n \le 5  ≠  n \le 5, n \ge 1
    m = 3  ≠  m = 3, n \ge 2
    n \ne 2  ≠  n \ne 2, n > 1
    x > 0  ≠  x > 0 for all x
    """#

  static let dates = #"""
    July 4, 1776  =  4 July 1776
    July 4, 1776  =  1776-07-04
    July 4, 1776  =  4th July, 1776
    July 4, 1776  =  07/04/1776
    July 4, 1776  =  \text{July 4, 1776}
    July 4, 1776  =  4. Juli 1776
    July 4, 1776  =  4 de julio de 1776
    July 4, 1776  =  4 juillet 1776
    July 4, 1776  ≠  4 June 1776
    July 4, 1776  ≠  July 4, 1777
    July 4, 1776  ≠  1776
    July 4, 1776  ≠  July 14, 1776
    2024-02-29  =  29.02.2024
    2024-02-29  =  29/02/2024
    2024-02-29  =  2024年2月29日
    2024-02-29  =  Thursday, 29 February 2024
    2024-02-29  ≠  Friday, 29 February 2023
    2024-02-29  ≠  2024-02-28
    2024-02-29  ≠  2024-2-2
    7:05 AM  =  7:05 a.m.
    7:05 AM  =  07:05
    7:05 AM  =  7:05 in the morning
    7:05 AM  =  上午7:05
    7:05 AM  ≠  7:50 AM
    7:05 AM  ≠  19:05
    7:05 AM  ≠  7:5:0 PM
    7:05 AM  ≠  7.05
    11:45 PM  =  23:45
    11:45 PM  =  23h45
    11:45 PM  =  23:45 Uhr
    11:45 PM  ≠  11:45
    14:20  =  2:20 PM
    14:20  ≠  2:20
    14:20  ≠  14.2
    2 hours 15 minutes  =  135 minutes
    2 hours 15 minutes  =  2.25 hours
    2 hours 15 minutes  =  2 h 15 min
    2 hours 15 minutes  =  2\frac14 hours
    2 hours 15 minutes  =  8100 s
    2 hours 15 minutes  ≠  2.15 hours
    2 hours 15 minutes  ≠  2 hours
    2 hours 15 minutes  ≠  15 minutes
    3 days  =  72 hours
    3 days  ≠  3 weeks
    January  =  Jan
    January  =  Jan.
    January  ≠  June
    Wednesday  =  Wed.
    Wednesday  ≠  Thursday
    May 2020  =  May, 2020
    May 2020  ≠  May 20
    """#

  static let bases = #"""
    10110_2  =  22_{10}
    10110_2  =  26_8
    10110_2  =  0x16
    10110_2  =  (10110)_2
    10110_2  =  10110_{\text{two}}
    10110_2  =  0b10110
    10110_2  =  10110 (binary)
    10110_2  =  10110₂
    10110_2  ≠  10110_3
    10110_2  ≠  10111_2
    10110_2  ≠  110110_2
    10110_2  ≠  0x15
    10110_2  ≠  1011_2
    3A_{12}  =  46_{10}
    3A_{12}  ≠  3A_{16}
    3A_{12}  ≠  3B_{12}
    0b101  =  101_2
    0b101  ≠  0b110
    0o17  =  17_8
    0o17  =  F_{16}
    0o17  ≠  0x17
    \text{FACE}_{16}  ≠  FADE_{16}
    1.1_2  =  1.5_{10}
    1.1_2  ≠  1.1_{3}
    2021_3  =  61_{10}
    2021_3  ≠  2012_3
    """#

  static let residues = #"""
    n\equiv 5\pmod{12}  =  n=12k+5
    n\equiv 5\pmod{12}  =  n \equiv -7 \pmod{12}
    n\equiv 5\pmod{12}  =  n≡5 (mod 12)
    n\equiv 5\pmod{12}  =  n = 12m - 7
    n\equiv 5\pmod{12}  =  5 \bmod 12
    n\equiv 5\pmod{12}  =  5 mod 12
    n\equiv 5\pmod{12}  =  12k+5, k\in\mathbb{Z}
    n\equiv 5\pmod{12}  ≠  n\equiv 5\pmod{6}
    n\equiv 5\pmod{12}  ≠  n\equiv 7\pmod{12}
    n\equiv 5\pmod{12}  ≠  n=5
    n\equiv 5\pmod{12}  ≠  5
    n\equiv 5\pmod{12}  ≠  n = 5k+12
    n\equiv 5\pmod{12}  ≠  12
    x\equiv 1,4\pmod 5  =  x\equiv \pm1\pmod 5
    x\equiv 1,4\pmod 5  =  x\equiv 1\text{ or }4\pmod 5
    x\equiv 1,4\pmod 5  =  x\equiv 4,1 \pmod{5}
    x\equiv 1,4\pmod 5  =  x\equiv 1\pmod5\text{ or }x\equiv4\pmod5
    x\equiv 1,4\pmod 5  ≠  x\equiv 1\pmod 5
    x\equiv 1,4\pmod 5  ≠  x\equiv 1,3\pmod 5
    x\equiv 0\pmod 2  =  x=2k
    x\equiv 0\pmod 2  ≠  x \text{ is odd}
    17\bmod 5  =  2
    17\bmod 5  ≠  3
    """#

  static let families = #"""
    k\pi  =  n\pi, n\in\mathbb{Z}
    k\pi  =  \pi k
    k\pi  =  x=k\pi
    k\pi  =  180^\circ k
    k\pi  =  -k\pi
    k\pi  ≠  2k\pi
    k\pi  ≠  \pi
    k\pi  ≠  \frac{\pi}{2}+k\pi
    \frac{\pi}{6}+2k\pi,\frac{5\pi}{6}+2k\pi  =  \frac{5\pi}{6}+2n\pi,\frac{\pi}{6}+2n\pi
    \frac{\pi}{6}+2k\pi,\frac{5\pi}{6}+2k\pi  =  x=\frac{\pi}{6}+2k\pi\text{ or }x=\frac{5\pi}{6}+2k\pi
    \frac{\pi}{6}+2k\pi,\frac{5\pi}{6}+2k\pi  ≠  \frac{\pi}{6}+2k\pi
    \frac{\pi}{6}+2k\pi,\frac{5\pi}{6}+2k\pi  ≠  \frac{\pi}{6}+k\pi,\frac{5\pi}{6}+k\pi
    \pm\frac{\pi}{3}+2k\pi  =  2n\pi\pm\frac{\pi}{3}
    \pm\frac{\pi}{3}+2k\pi  =  \frac{\pi}{3}+2k\pi, -\frac{\pi}{3}+2k\pi
    \pm\frac{\pi}{3}+2k\pi  =  x=\pm\frac{\pi}{3}+2\pi n, n \in \mathbb{Z}
    \pm\frac{\pi}{3}+2k\pi  =  \frac{\pi}{3}+2k\pi,\frac{5\pi}{3}+2k\pi
    \pm\frac{\pi}{3}+2k\pi  ≠  \pm\frac{\pi}{3}+k\pi
    \pm\frac{\pi}{3}+2k\pi  ≠  \frac{\pi}{3}+2k\pi
    \frac{k\pi}{2}  =  \frac{n\pi}{2}
    \frac{k\pi}{2}  =  90^\circ k
    \frac{k\pi}{2}  =  k\pi, \frac{\pi}{2}+k\pi
    \frac{k\pi}{2}  ≠  k\pi
    3k+1, k\in\mathbb{Z}  =  3n-2, n\in\mathbb{Z}
    3k+1, k\in\mathbb{Z}  =  1+3m\ (m\in\mathbb{Z})
    3k+1, k\in\mathbb{Z}  ≠  3n-1, n\in\mathbb{Z}
    3k+1, k\in\mathbb{Z}  ≠  6n+1, n\in\mathbb{Z}
    \{3k+1:k\in\mathbb{Z}\}  =  \{3k-2\mid k\in\mathbb{Z}\}
    4n, n\in\mathbb{N}  ≠  4n+2, n\in\mathbb{N}
    """#

  static let piecewise = #"""
    \begin{cases}x^2&x<0\\x&x\ge0\end{cases}  =  \begin{cases}x&x\ge0\\x^2&x<0\end{cases}
    \begin{cases}x^2&x<0\\x&x\ge0\end{cases}  =  f(x)=\begin{cases}x^2,&x<0,\\x,&x\geq 0.\end{cases}
    \begin{cases}x^2&x<0\\x&x\ge0\end{cases}  =  \begin{cases}x^2&\text{if }x<0\\x&\text{otherwise}\end{cases}
    \begin{cases}x^2&x<0\\x&x\ge0\end{cases}  =  \begin{cases}x^2&x\le0\\x&x>0\end{cases}
    \begin{cases}x^2&x<0\\x&x\ge0\end{cases}  ≠  \begin{cases}x&x<0\\x^2&x\ge0\end{cases}
    \begin{cases}x^2&x<0\\x&x\ge0\end{cases}  ≠  \begin{cases}x^2&x<1\\x&x\ge1\end{cases}
    \begin{cases}x^2&x<0\\x&x\ge0\end{cases}  ≠  x^2
    \begin{cases}1&x>0\\0&x=0\\-1&x<0\end{cases}  =  \operatorname{sgn}(x)
    \begin{cases}1&x>0\\0&x=0\\-1&x<0\end{cases}  ≠  \begin{cases}1&x\ge0\\-1&x<0\end{cases}
    \begin{cases}1&n\text{ even}\\0&n\text{ odd}\end{cases}  =  \begin{cases}0&\text{if }n\text{ is odd}\\1&\text{if }n\text{ is even}\end{cases}
    \begin{cases}x+1&x\le 2\\5-x&x>2\end{cases}  =  \begin{cases}5-x&\text{for }x>2\\x+1&\text{for }x\le2\end{cases}
    \begin{cases}x+1&x\le 2\\5-x&x>2\end{cases}  ≠  \begin{cases}x+1&x\le 2\\5+x&x>2\end{cases}
    |x-2|  =  \begin{cases}x-2&x\ge2\\2-x&x<2\end{cases}
    |x-2|  =  \sqrt{(x-2)^2}
    |x-2|  ≠  x-2
    |x-2|  ≠  |x|-2
    """#

  static let ratios = #"""
    2:5  =  4:10
    2:5  =  2 : 5
    2:5  =  2/5
    2:5  =  \frac{2}{5}
    2:5  =  2∶5
    2:5  =  2 to 5
    2:5  =  1:2.5
    2:5  =  2比5
    2:5  =  40\%
    2:5  ≠  5:2
    2:5  ≠  2:7
    2:5  ≠  2,5
    2:5  ≠  2.5
    3:4:5  =  6:8:10
    3:4:5  =  3 to 4 to 5
    3:4:5  ≠  3:4
    3:4:5  ≠  3:5:4
    \sqrt{2}:1  =  2:\sqrt{2}
    \sqrt{2}:1  =  \sqrt 2 : 1
    \sqrt{2}:1  ≠  1:\sqrt{2}
    """#

  static let systems = #"""
    (x,y)=(3,-1)  =  x=3,y=-1
    (x,y)=(3,-1)  =  x=3;\ y=-1
    (x,y)=(3,-1)  =  \begin{cases}x=3\\y=-1\end{cases}
    (x,y)=(3,-1)  =  \left\{\begin{array}{l}x=3\\y=-1\end{array}\right.
    (x,y)=(3,-1)  =  (3,-1)
    (x,y)=(3,-1)  =  y = -1 and x = 3
    (x,y)=(3,-1)  =  x = 3, and y = -1
    (x,y)=(3,-1)  =  \begin{aligned}x&=3\\y&=-1\end{aligned}
    (x,y)=(3,-1)  ≠  (-1,3)
    (x,y)=(3,-1)  ≠  (y,x)=(3,-1)
    (x,y)=(3,-1)  ≠  x=3
    (x,y)=(3,-1)  ≠  x=-1,y=3
    (x,y)=(3,-1)  ≠  3,-1,0
    (y,x)=(3,-1)  =  x=-1,y=3
    (x,y,z)=(1,2,3)  =  x=1,y=2,z=3
    (x,y,z)=(1,2,3)  =  z=3, x=1, y=2
    (x,y,z)=(1,2,3)  ≠  x=1,y=3,z=2
    (1,2),(2,1)  =  (x,y)=(1,2)\text{ or }(2,1)
    (1,2),(2,1)  =  (x,y)\in\{(1,2),(2,1)\}
    (1,2),(2,1)  =  x=1,y=2\text{ or }x=2,y=1
    (1,2),(2,1)  ≠  (1,2)
    (1,2),(2,1)  ≠  (1,1),(2,2)
    \begin{cases}2x+y=7\\x-y=-1\end{cases}  =  \begin{cases}x-y=-1\\2x+y=7\end{cases}
    \begin{cases}2x+y=7\\x-y=-1\end{cases}  ≠  \begin{cases}2x+y=7\\x+y=-1\end{cases}
    """#

  static let texts = #"""
    \text{Tuesday}  =  TUESDAY
    \text{converges}  ≠  diverges
    \text{converges}  ≠  does not converge
    \text{increasing}  ≠  decreasing
    \text{increasing}  ≠  not increasing
    \text{skew}  ≠  parallel
    \text{cone}  =  Cone
    \text{cone}  =  a cone
    \text{cone}  =  It is a cone.
    \text{hyperbola}  =  \mathrm{hyperbola}
    \text{hyperbola}  =  The curve is a hyperbola
    \text{Saturday}  =  Sat
    red, blue, green  =  green, red and blue
    red, blue, green  ≠  red, blue
    red, blue, green  ≠  red, blue, green, yellow
    \text{Bob}  ≠  Bob and Alice
    \text{Bob}  ≠  not Bob
    \text{yes}  =  Yes
    \text{yes}  ≠  no
    \text{Yes}  =  是
    \text{True}  =  对
    \text{False}  ≠  True
    \text{True}  =  T
    \text{False}  =  F
    \text{impossible}  =  Impossible.
    \text{None}  ≠  0
    (0,0)\text{ and }(1,1)  =  (1,1), (0,0)
    \text{GCACTT}  =  gcactt
    \mathrm{H_2SO_4}  =  H2SO4
    \mathrm{H_2SO_4}  =  H₂SO₄
    \mathrm{H_2SO_4}  ≠  H2SO3
    \mathrm{Fe^{3+}}  =  Fe^{3+}
    \mathrm{Fe^{3+}}  ≠  Fe^{2+}
    O(n^2)  =  O(n²)
    O(n^2)  =  O(n*n)
    O(n^2)  ≠  O(n)
    O(n^2)  ≠  \Theta(n^2)
    O(n^2)  ≠  n^2
    \Theta(n\log n)  =  Θ(n log n)
    """#

  static let formats = #"""
    \frac{3}{7}  =  3／7
    \frac{3}{7}  =  ３/７
    \frac{3}{7}  =  \tfrac37
    \frac{3}{7}  =  3⁄7
    \frac{3}{7}  =  \cfrac{3}{7}
    \frac{3}{7}  =  {3\over7}
    \frac{3}{7}  =  3 \div 7
    \frac{3}{7}  =  \left. \frac{3}{7} \right.
    \frac{3}{7}  =  \frac{3\vphantom{1}}{7}
    \frac{3}{7}  =  \mbox{3/7}
    \frac{3}{7}  =  \sfrac{3}{7}
    \frac{3}{7}  =  \nicefrac{3}{7}
    \frac{3}{7}  =  **3/7**
    \frac{3}{7}  =  `\frac{3}{7}`
    \frac{3}{7}  =  \bm{\frac{3}{7}}
    \frac{3}{7}  =  \frac{3}{7} \quad (\text{simplified})
    \frac{3}{7}  =  three sevenths
    \frac{3}{7}  =  3/7 or \frac{6}{14}
    \frac{3}{7}  =  七分之三
    \frac{3}{7}  ≠  3/7 or 4/7
    \frac{3}{7}  ≠  \frac{7}{3}
    1234.5  =  1,234.5
    1234.5  =  1 234.5
    1234.5  =  1{,}234.5
    1234.5  =  1\,234.5
    1234.5  =  １２３４．５
    1234.5  ≠  1,2345
    1234.5  ≠  12345
    -\frac{5}{2}  =  −5/2
    -\frac{5}{2}  =  \frac{-5}{2}
    -\frac{5}{2}  =  \frac{5}{-2}
    -\frac{5}{2}  =  -2.5
    -\frac{5}{2}  =  -2\frac12
    -\frac{5}{2}  =  - 2 1/2
    -\frac{5}{2}  =  －5/2
    -\frac{5}{2}  ≠  -2+\frac12
    -\frac{5}{2}  ≠  \frac52
    x^2y^3  =  x²y³
    x^2y^3  =  x^{2}y^{3}
    x^2y^3  =  x*x*y*y*y
    x^2y^3  ≠  (xy)^5
    x^2y^3  ≠  x^3y^2
    6.022\times10^{23}  =  6.022 × 10²³
    6.022\times10^{23}  =  6.022·10^23
    6.022\times10^{23}  =  6.022 * 10**23
    6.022\times10^{23}  =  6.022 \cdot 10^{23}\text{ mol}^{-1}
    6.022\times10^{23}  =  6,022 \cdot 10^{20}
    6.022\times10^{23}  ≠  6.022×10²²
    45  =  四十五
    45  =  forty five
    45  =  45.
    45  =  45 (forty-five)
    45  =  \mathrm{45}
    45  =  ４５
    45  =  = 45
    45  =  **45**
    45  =  45 units
    45  =  45人
    45  ≠  4 5
    45  ≠  54
    45  ≠  forty-six
    45  ≠  45 or 54
    45  ≠  45%
    45  ≠  (45)(2)
    \frac{\sqrt{3}}{2}  =  sqrt(3)/2
    \frac{\sqrt{3}}{2}  =  √3/2
    \frac{\sqrt{3}}{2}  =  \frac12\sqrt3
    \frac{\sqrt{3}}{2}  =  \sqrt{\frac34}
    \frac{\sqrt{3}}{2}  =  3^{1/2}/2
    \frac{\sqrt{3}}{2}  =  \sqrt{3}/2
    \frac{\sqrt{3}}{2}  =  0.5\sqrt{3}
    \frac{\sqrt{3}}{2}  ≠  \sqrt{3/2}
    \frac{\sqrt{3}}{2}  ≠  \frac{3}{\sqrt2}
    \frac{\sqrt{3}}{2}  ≠  0.866
    """#

  static let quantities = #"""
    72 km/h  =  20 m/s
    72 km/h  =  72 km/hr
    72 km/h  =  72 kilometers per hour
    72 km/h  =  72 \frac{km}{h}
    72 km/h  =  72\ \text{km}\cdot\text{h}^{-1}
    72 km/h  =  72 kph
    72 km/h  =  72
    72 km/h  ≠  72 m/s
    72 km/h  ≠  72 mph
    72 km/h  ≠  72 km
    250\text{ cm}^3  =  250 mL
    250\text{ cm}^3  =  0.25 L
    250\text{ cm}^3  =  250 cc
    250\text{ cm}^3  =  250 cubic centimeters
    250\text{ cm}^3  =  250 cm³
    250\text{ cm}^3  =  250\,\mathrm{cm}^{3}
    250\text{ cm}^3  ≠  250 cm^2
    250\text{ cm}^3  ≠  250 m^3
    250\text{ cm}^3  ≠  2.5 L
    1.5 kWh  =  5.4 MJ
    1.5 kWh  =  1500 Wh
    1.5 kWh  ≠  1.5 kW
    5\ \Omega  =  5 ohms
    5\ \Omega  =  5Ω
    5\ \Omega  ≠  5 V
    2\ \mu\text{m}  =  2 μm
    2\ \mu\text{m}  =  2 micrometers
    2\ \mu\text{m}  =  2\times10^{-6} m
    2\ \mu\text{m}  ≠  2 mm
    9.81\ \mathrm{m\,s^{-2}}  =  9.81 m/s²
    9.81\ \mathrm{m\,s^{-2}}  =  9.81 m/s^2
    9.81\ \mathrm{m\,s^{-2}}  =  9.81 meters per second squared
    9.81\ \mathrm{m\,s^{-2}}  ≠  9.81 m/s
    3 hours  =  3 hrs
    3 hours  =  180 min
    3 hours  =  three hours
    3 hours  =  3小时
    3 hours  =  3 Stunden
    3 hours  =  3 heures
    3 hours  ≠  3 days
    12 inches  =  1 foot
    12 inches  =  12''
    12 inches  =  12 in
    12 inches  =  12"
    12 inches  ≠  12 feet
    2 lb  =  32 oz
    2 lb  =  2 pounds
    2 lb  ≠  2 kg
    6 apples  =  6
    6 apples  =  six apples
    6 apples  ≠  6 oranges
    15 students  =  15
    15 students  ≠  16 students
    \$12.50  =  12.50 dollars
    \$12.50  =  $12.5
    \$12.50  =  12.50 USD
    \$12.50  =  US\$12.50
    \$12.50  =  1250 cents
    \$12.50  =  12 dollars and 50 cents
    \$12.50  =  \text{\$12.50}
    \$12.50  =  $12 \frac{1}{2}
    \$12.50  ≠  £12.50
    \$12.50  ≠  \$12.05
    \$12.50  ≠  12.50 cents
    \$12.50  ≠  \$1250
    ¥3000  =  3000 yen
    ¥3000  =  3000円
    ¥3000  =  3000 JPY
    ¥3000  ≠  \$3000
    ₹500  =  500 rupees
    ₹500  ≠  500 dollars
    £2.50  =  250p
    £2.50  =  2.50 pounds
    £2.50  =  GBP 2.50
    £2.50  ≠  \$2.50
    25¢  =  \$0.25
    25¢  =  25 cents
    25¢  ≠  \$25
    3.5\%  =  0.035
    3.5\%  =  3.5 percent
    3.5\%  =  3.5 per cent
    3.5\%  =  3.5 pct
    3.5\%  =  3.5％
    3.5\%  =  \frac{7}{200}
    3.5\%  =  35‰
    3.5\%  =  3\frac12\%
    3.5\%  ≠  3.5
    3.5\%  ≠  0.35
    3.5\%  ≠  35\%
    33\frac{1}{3}\%  =  \frac13
    33\frac{1}{3}\%  =  33.\overline{3}\%
    33\frac{1}{3}\%  =  \frac{100}{3}\%
    33\frac{1}{3}\%  ≠  33\%
    33\frac{1}{3}\%  ≠  33.33\%
    150\%  =  1.5
    150\%  ≠  15\%
    30\% decrease  =  a 30\% decrease
    30\% decrease  ≠  30\% increase
    5 dozen  =  60
    5 dozen  ≠  5
    2 m  ≠  2 min
    4.5 \times 10^6 \text{ J}  =  4.5 MJ
    4.5 \times 10^6 \text{ J}  =  4500 kJ
    4.5 \times 10^6 \text{ J}  ≠  4.5 \times 10^6 \text{ W}
    25^\circ\text{C}  =  25 °C
    25^\circ\text{C}  =  25 degrees Celsius
    25^\circ\text{C}  =  25℃
    25^\circ\text{C}  ≠  25°F
    25^\circ\text{C}  ≠  77\text{ K}
    100 Hz  =  0.1 kHz
    100 Hz  ≠  100 s
    """#
}
