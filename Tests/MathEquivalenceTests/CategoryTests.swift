import MathEquivalence
import Testing

/// Tables by kind of answer, from the conventions: exact values, units that agree, ordered tuples,
/// unordered lists, brackets of intervals that count.
@Suite struct CategoryTests {
  private func check(_ pair: Case) throws {
    let decision = try Equivalence(gold: pair.gold).compare(pair.answer)
    #expect(decision.outcome == (pair.isEqual ? .equal : .different), "\(decision.reason)")
    #expect(!decision.reason.isEmpty && !decision.reason.contains("\n"))
  }

  @Test(arguments: cases(Tables.algebra))
  func algebraAreToldApart(_ pair: Case) throws { try check(pair) }

  @Test(arguments: cases(Tables.collections))
  func collectionsAreToldApart(_ pair: Case) throws { try check(pair) }

  @Test(arguments: cases(Tables.equations))
  func equationsAreToldApart(_ pair: Case) throws { try check(pair) }

  @Test(arguments: cases(Tables.functionsAndConstants))
  func functionsAndConstantsAreToldApart(_ pair: Case) throws { try check(pair) }

  @Test(arguments: cases(Tables.integersAndBases))
  func integersAndBasesAreToldApart(_ pair: Case) throws { try check(pair) }

  @Test(arguments: cases(Tables.matricesAndVectors))
  func matricesAndVectorsAreToldApart(_ pair: Case) throws { try check(pair) }

  @Test(arguments: cases(Tables.numbers))
  func numbersAreToldApart(_ pair: Case) throws { try check(pair) }

  @Test(arguments: cases(Tables.quantities))
  func quantitiesAreToldApart(_ pair: Case) throws { try check(pair) }

  @Test(arguments: cases(Tables.setsAndInequalities))
  func setsAndInequalitiesAreToldApart(_ pair: Case) throws { try check(pair) }

  @Test(arguments: cases(Tables.words))
  func wordsAreToldApart(_ pair: Case) throws { try check(pair) }

  @Test(arguments: cases(Tables.nearMisses))
  func nearMissesAreToldApart(_ pair: Case) throws { try check(pair) }
}

/// One pair a line: gold, `=` or `≠`, answer.
enum Tables {
  static let algebra = #"""
    3  =  three
    23  =  twenty-three
    1/3  =  one third
    x^2 - 2x + 1  =  (x-1)^2
    \sqrt{50}  =  5*sqrt(2)
    \frac{1}{\sqrt{2}}  =  sqrt(2)/2
    2^{x+3}  =  8\cdot 2^x
    2+3i  =  3i+2
    |3+4i|  =  5
    (1+i)^2  =  2i
    x² + 1  =  x^2+1
    3.0 \times 10^{-4}  =  3e-4
    \frac{-x}{y}  =  -\frac{x}{y}
    \frac{x}{|x|}  =  \frac{|x|}{x}
    \sqrt{x^2}  ≠  x
    \sqrt{x^2}  =  |x|
    \frac{a+b}{2}  =  (a+b)/2
    \frac{a+b}{2}  =  \frac12(a+b)
    a^2b  =  b a^2
    1.5e3  =  1500
    \frac{1}{2+i}  =  \frac{2-i}{5}
    5  ≠  not 5
    5  ≠  5 or 6
    5  ≠  5 or more
    5  ≠  at least 5
    5  ≠  about 5
    5  ≠  5x
    5  ≠  5 dozen
    x^2  ≠  x^3
    x+y  ≠  x-y
    |x|  ≠  x
    x^{0.5}  ≠  x^{0.51}
    \sqrt{x}  ≠  x
    e  ≠  2.718281828459045
    x^2+C  ≠  x^2
    x^2  ≠  x^2+C
    \frac{x^2-1}{x-1}  ≠  x-1
    a  ≠  \alpha
    3-4i  ≠  3+4i
    i  ≠  -i
    \sqrt{-1}  ≠  -i
    2x+1  ≠  2(x+1)
    -x^2  ≠  (-x)^2
    \frac{1}{x+1}  ≠  \frac{1}{x}+1
    1  ≠  true
    \frac{1}{2}  ≠  \frac{1}{2}x
    2x  ≠  2
    x  ≠  1
    2n+1  ≠  2m+3
    2n+1  ≠  2k+1
    x^{-2}  =  \frac{1}{x^2}
    \sqrt{x^3}  =  x\sqrt{x}
    \sqrt{12x}  =  2\sqrt{3x}
    \frac{1}{1-x} - \frac{1}{1+x}  =  \frac{2x}{1-x^2}
    (a+b)^3  =  a^3+3a^2b+3ab^2+b^3
    a(b+c)  =  ab+ac
    (x+1)(x+2)(x+3)  =  x^3+6x^2+11x+6
    4x^2-9  =  (2x+3)(2x-3)
    -x^2+1  =  1 - x^{2}
    \frac{x}{2}+\frac{y}{3}  =  \frac{3x+2y}{6}
    2^n \cdot 2  =  2^{n+1}
    \frac{2^{n+1}}{2}  =  2^n
    4^n  =  2^{2n}
    (-1)^{n+1}  =  -(-1)^n
    (-1)^{n+1}  ≠  (-1)^n
    i^{2023}  =  -i
    \frac{1+i}{1-i}  =  i
    \sqrt{-4}  =  2i
    |1-i|  =  \sqrt2
    \overline{3+4i}  =  3-4i
    6.02e23  =  6.02 \times 10^{23}
    6.02e23  ≠  6.03e23
    """#

  static let collections = #"""
    \int_0^1 x\,dx  =  \frac12
    1, -1  =  \pm 1
    1{,}234{,}567  =  1234567
    1,234,567  =  1 234 567
    \max\{1, 2\}  =  2
    \gcd(12, 18)  =  6
    3\vec{i} + 4\vec{j}  =  (3,4)
    5  ≠  5, 6
    12  ≠  1,2
    (1,2)  ≠  1,2,3
    (1,2)  ≠  \{1,2\}
    (1, 2)  ≠  (1, 2, 3)
    \{1,2\}  ≠  \{1,2,2,3\}
    (1, 2]  ≠  (1, 2)
    1,000  ≠  1
    (1,2,3)  ≠  \{1,2,3\}
    3, 5  ≠  3
    3  ≠  3, 5
    \pm 3  ≠  3
    3  ≠  \pm 3
    3\pm 2  ≠  3\pm 1
    \frac{1}{2}  ≠  1, 2
    (0, 1)  ≠  (0, 1]
    (0, 1)  ≠  (1, 0)
    3i, -3i  =  \pm 3i
    1\,000\,000  =  10^6
    1.5 \times 10^3  =  1,500
    (2, 3), (4, 5)  =  (4,5) and (2,3)
    \{2, 4, 6, \ldots\}  =  \{2, 4, 6, ...\}
    """#

  static let equations = #"""
    15  =  x = 15
    \sum_{k=1}^{10} k  =  55
    \sum_{k=1}^{n} k  =  \frac{n(n+1)}{2}
    \prod_{i=1}^{5} i  =  120
    x = \pm 3  =  x=3,-3
    y = 3x - 2  =  3x - y = 2
    y = 3x-2  =  3x-2
    f(x) = 3x-2  =  3x-2
    f(x) = 3x-2  =  y = 3x-2
    f(x)=3x-2  =  f(x) = -2+3x
    (x+1)^2+(y-2)^2=25  =  x^2+2x+y^2-4y-20=0
    (3, -1)  =  (x,y)=(3,-1)
    (3, -1)  =  x=3, y=-1
    (3,-1)  =  x = 3 and y = -1
    x=1,y=2  =  y=2,x=1
    y=-\frac{1}{2}x+3  =  x + 2y = 6
    \vec{a} = (1,2)  =  (1,2)
    12  ≠  x=12, y=3
    12  ≠  12 = 3
    12  ≠  3 = 12
    12  ≠  6 \cdot 3 = 12
    x=2 or x=3  ≠  x=2
    x=2  ≠  x=2 or x=3
    x=2  ≠  x=2,3
    y=2x  ≠  y=3x
    y=2x  ≠  2x=0
    y = 2x  ≠  y^2 = 4x^2
    x=1  ≠  x^2=1
    x^2=1  ≠  x=1
    x^2=1  ≠  (x-1)^2=0
    \sum_{k=1}^{n} k  ≠  n^2
    \sum_{k=1}^{n} k  ≠  \sum_{k=1}^{n} k^2
    \sum_{k=1}^{100} k  ≠  5051
    P(A) = 0.5  ≠  0.6
    5  ≠  5 = 6
    x=5  ≠  5=y
    x=5  =  5=x
    x=5  ≠  x≈5.01
    y = x^2  ≠  x = y^2
    x^2 + y^2 = 1  =  1 - x^2 = y^2
    x^2 + y^2 = 1  ≠  x^2 + y^2 = -1
    2x + 3y = 6  =  y = 2 - \frac{2}{3}x
    xy = 1  =  y = \frac{1}{x}
    y=\sqrt{x}  ≠  y^2 = x
    a=1,b=2  ≠  a=2,b=1
    a = 1, b = 2  =  b=2 and a=1
    (a,b) = (1,2)  =  a=1, b=2
    y = C e^{2x}  =  y=e^{2x}C
    \frac{dy}{dx} = 2x  =  2x
    f^{-1}(x) = \frac{x-1}{2}  =  \frac{x-1}{2}
    """#

  static let functionsAndConstants = #"""
    e^{x+1}  =  e \cdot e^x
    \sin(2x)  =  2 \sin x \cos x
    \sin(2x)  =  2sin(x)cos(x)
    \sin(2x)  ≠  \sin^2 x
    \frac{d}{dx} \sin x  =  \cos x
    e^{\pi i}  =  -1
    5!  =  120
    \binom{n}{k}  =  \frac{n!}{k!(n-k)!}
    (n+1)!  =  (n+1) n!
    \frac{(n+1)!}{n!}  =  n+1
    36\pi  =  36π
    \cos^2\theta  =  1-\sin^2\theta
    \tan^{-1} x  =  \arctan x
    \lfloor 3.7 \rfloor  =  3
    \arctan 1 + \arctan 2 + \arctan 3  =  \pi
    \ln 6  =  \ln 2 + \ln 3
    \log_4 8  =  \frac32
    \log 1000  =  3
    e^{i\pi/4}  =  \frac{\sqrt2}{2}+\frac{\sqrt2}{2}i
    \frac{\pi}{6} + 2k\pi  ≠  \frac{\pi}{6} + k\pi
    \sin x  ≠  \sin(-x)
    \ln(-x)  ≠  \ln x
    \pi  ≠  22/7
    \pi  ≠  3.141592653589793238462643383279
    n!  ≠  (n-1)!
    \binom{n}{2}  ≠  \binom{n}{3}
    \int_0^1 x^2 dx  ≠  1/2
    7  ≠  7!
    e^{x+y}  ≠  e^x+e^y
    \sin^{-1}(x)  ≠  \csc x
    k\pi  ≠  2k\pi
    \frac{k\pi}{2}  ≠  k\pi
    2\pi r  ≠  2\pi
    2\pi r  ≠  \pi r^2
    n\pi  ≠  r\pi
    \frac{\pi}{4}  ≠  \frac{\pi}{4}+k\pi
    \cot x  =  \frac{1}{\tan x}
    \sin 3x  =  3\sin x-4\sin^3 x
    \frac{\sin 2x}{2}  =  \sin x\cos x
    \ln\sqrt{x}  =  \frac12\ln x
    e^{2x}  =  (e^x)^2
    \frac{n!}{(n-2)!}  =  n(n-1)
    \binom{n}{2}+n  =  \binom{n+1}{2}
    """#

  static let integersAndBases = #"""
    \log_{10} 100  =  2
    {}_5C_2  =  10
    10110_2  =  22_{10}
    0b10110  =  10110_2
    x \equiv 2 \pmod{5}  =  x = 5k+2
    x\equiv 2 \pmod 5  =  x ≡ 2 (mod 5)
    17 \bmod 5  =  2
    10110_2  ≠  10110_3
    10110_2  ≠  22_8
    a_1  ≠  a_2
    \log_2 8  ≠  \log_8 2
    \frac{\ln x}{\ln 2}  =  \log_2 x
    FF_{16}  =  255_{10}
    0o17  =  17_8
    7 \pmod{12}  =  7
    """#

  static let matricesAndVectors = #"""
    \begin{bmatrix} 1 \\ 2 \end{bmatrix}  =  [1, 2]
    \begin{bmatrix} 1 \\ 2 \end{bmatrix}  =  \langle 1, 2 \rangle
    \begin{vmatrix} a & b \\ c & d \end{vmatrix}  =  ad-bc
    \begin{pmatrix}1\\2\end{pmatrix}  ≠  \begin{pmatrix}2\\1\end{pmatrix}
    \langle 1, 2, 3\rangle  =  (1,2,3)
    2\mathbf{i}+3\mathbf{j}-\mathbf{k}  =  \langle 2,3,-1\rangle
    [[1, 0], [0, 1]]  =  \begin{bmatrix}1&0\\0&1\end{bmatrix}
    [[1, 0], [0, 1]]  ≠  \begin{bmatrix}0&1\\1&0\end{bmatrix}
    """#

  static let numbers = #"""
    15  =  $15$
    15  =  \(15\)
    15  =  15.0
    15  =  15.00
    \sqrt{50}  =  5\sqrt2
    0.1\overline{6}  =  1/6
    0.333\ldots  =  1/3
    0.\dot{3}  =  1/3
    1 : 2  =  2:4
    3\sqrt{2} + 1  =  1 + √18
    ½  =  0.5
    ３  =  3
    −3  =  -3
    2×10⁵  =  200000
    3.0 \times 10^{-4}  =  0.0003
    \dfrac{1}{2}  =  \tfrac12
    -\frac{1}{2}  =  \frac{-1}{2}
    -\frac{1}{2}  =  -1/2
    6  =  6.
    6  =  $\boxed{6}$
    3/4  =  3 / 4
    90  =  90^{\circ}
    \{1\}  =  \{ 1 \}
    10^{-3}  =  0.001
    10^{-3}  ≠  0.01
    \frac{7}{3}  =  2 \frac{1}{3}
    \frac{7}{3}  =  2\frac13
    -\frac{7}{3}  =  -2\frac{1}{3}
    \frac{7}{3}  ≠  2.33
    2^{2025}  =  2^{2024}+2^{2024}
    3\cdot 9^{1012}  =  3^{2025}
    3\cdot 9^{1012}  ≠  3^{2024}
    \sqrt{3+2\sqrt2}  =  1+\sqrt2
    \overline{AB}  =  AB
    \triangle ABC  =  \triangle ABC
    5  ≠  -5
    5  ≠  5^2
    5  ≠  5/2
    \sqrt{2}  ≠  1.4142135623730951
    3:00  ≠  3:01
    0.\overline{3}  ≠  0.3
    0.\overline{12}  ≠  0.12
    1/7  ≠  0.142857
    1.000.000  ≠  1
    2:3  ≠  3:2
    0  ≠  \frac{0}{0}
    2^{100}  ≠  2^{100}+1
    10^{20}  ≠  10^{20}+1
    10^{-20}  ≠  0
    \alpha  ≠  \beta
    -3  ≠  3
    12  ≠  12 \ne 13
    0  ≠  \{0\}
    \sqrt{2+\sqrt{3}}  =  \frac{\sqrt6+\sqrt2}{2}
    3\dfrac{1}{2}  =  3.5
    3 1/2  =  7/2
    3 1/2  ≠  31/2
    1/2 + 1/3  =  5/6
    0.25  =  25/100
    3:2  =  6:4
    """#

  static let quantities = #"""
    5  =  five apples
    12 apples  =  12
    12 apples  ≠  12 oranges
    \$12.50  =  12.5 dollars
    \$12.50  =  $12.50
    12.50  =  \$12.50
    \$12.50  ≠  12.50 cents
    \$1.2 \text{ million}  =  1200000
    15  =  15 \text{ units}
    \frac{3}{4}  =  75\%
    75\%  =  0.75
    75\%  =  \frac34
    75\%  =  75 percent
    12 \text{ km/h}  =  12 kilometers per hour
    12 \text{ kg}  =  12000 g
    5 \text{ m/s}^2  =  5 m/s²
    5\,\text{m}\,\text{s}^{-1}  =  5 m/s
    60^\circ  =  \frac{\pi}{3}
    60^\circ  =  60
    60^\circ  =  60 degrees
    60^\circ  ≠  61°
    x \in (-\infty, 2) \cup (3, \infty)  =  x<2 or x>3
    (-\infty, 2) \cup (3, \infty)  =  (x-2)(x-3)>0
    [0, \infty)  =  x \geq 0
    \mathbb{R} \setminus \{1\}  =  (-\infty,1)\cup(1,\infty)
    \mathbb{R}  =  (-\infty,\infty)
    \{x \mid x > 2\}  =  (2,\infty)
    \infty  =  +\infty
    -\infty  =  -∞
    \infty  ≠  -\infty
    12 cm  =  0.12 m
    100 cm^2  =  100 \text{ square centimeters}
    5 \text{ hours}  =  300 minutes
    2.5 \text{ hours}  =  2 hours 30 minutes
    36\pi \text{ square units}  =  36\pi
    \left(\frac{1}{2}, 3\right)  =  (0.5, 3)
    \left[-1, \frac{1}{2}\right)  =  [-1, 0.5)
    x>3  =  (3,\infty)
    5  =  5 \text{ cm}
    12  =  The area is 12 square meters.
    \angle ABC = 30^\circ  =  30^\circ
    5  ≠  50%
    5  ≠  5 million
    (1,\infty)  ≠  [1,\infty)
    5 cm  ≠  5 inches
    5 cm^2  ≠  5 cm^3
    5 kg  ≠  5 g
    \$5  ≠  5%
    \$5  ≠  5 cm
    5 people  ≠  5 dollars
    5 \text{ apples}  ≠  5 \text{ oranges}
    45^\circ  ≠  45'
    1 hour  ≠  1 minute
    1 hour 30 minutes  ≠  1.3 hours
    5 m  ≠  5 s
    5 km  ≠  5 m
    5 km  =  5000 m
    72 km/h  =  20 m/s
    1 L  =  1000 cm^3
    1 ft  =  12 inches
    3 hours 30 minutes  =  3.5 hours
    5'6''  =  66 inches
    5'6''  ≠  5.6 ft
    €20  =  20 euros
    20  ≠  20%
    \$1,000  =  1000 dollars
    \$1,000  =  \$1000.00
    \$1,000  ≠  \$100
    3.5 million  =  3,500,000
    -\$5  =  -5 dollars
    5 cents  =  \$0.05
    50\text{ miles per hour}  =  50 mph
    25 \frac{\text{m}}{\text{s}}  =  25 m/s
    100^\circ\text{C}  =  100°C
    100^\circ\text{C}  ≠  100°F
    30^\circ  =  30 degrees
    \cos 60^\circ  =  0.5
    \tan 45^\circ  =  1
    \sin\left(\frac{\pi}{3}\right)  =  \frac{\sqrt3}{2}
    \frac{\sqrt{6}+\sqrt{2}}{4}  =  \sin 75^\circ
    \frac{3+\sqrt{5}}{2}  =  \left(\frac{1+\sqrt5}{2}\right)^2
    10^{2} \text{ cm}  =  1 m
    n \geq 4  =  n \in [4, \infty)
    \sum_{n=0}^{\infty} x^n  =  \sum_{k=0}^{\infty} x^k
    $0.50  =  50 cents
    \frac{5}{2} \text{ units}  =  2.5
    """#

  static let setsAndInequalities = #"""
    15  =  \[15\]
    \{ x \in \mathbb{R} : x > 2 \}  =  x > 2
    \frac{\pi}{6} + 2k\pi  =  \frac{\pi}{6}+2n\pi, n\in\mathbb{Z}
    \frac{\pi}{6} + 2k\pi, k \in \mathbb{Z}  =  2\pi k + \pi/6
    4 \sqrt[3]{2}  =  4\cdot 2^{1/3}
    -3 < x < 3  =  |x| < 3
    -3\le x\le 3  =  x^2 \le 9
    k > -2  =  k ∈ (-2, +∞)
    [1, 2, 3]  =  [1,2,3]
    [1, 2, 3]  ≠  [3,2,1]
    [1, 'a']  =  [1, "a"]
    5  ≠  x>5
    x\ge1  ≠  x\le1
    x \in \{1,2\}  ≠  x \in \{1,3\}
    \mathbb{Z}  ≠  \mathbb{R}
    \emptyset  ≠  \{0\}
    0  ≠  \emptyset
    (0, 1)  ≠  0 < x \le 1
    [0,1]  ≠  \{0,1\}
    x > 2  ≠  x > 2 \text{ or } x < -2
    |x| > 2  ≠  x > 2
    |x| > 2  =  x > 2 or x < -2
    |x - 2| \leq 3  =  -1 \leq x \leq 5
    x^2 > 4  ≠  x > 2
    x^2 > 4  =  x<-2 or x>2
    (1,2) \cup (3,4)  ≠  (1,4)
    (1,3) \cup [2,4)  =  (1,4)
    [1,2] \cup \{3\}  =  \{3\} \cup [1,2]
    (1,5) \setminus \{2,3\}  =  (1,2)\cup(2,3)\cup(3,5)
    (1,5) \setminus \{2,3\}  ≠  (1,2)\cup(3,5)
    \sqrt[3]{54}  =  3\sqrt[3]{2}
    \frac{10}{\sqrt[3]{2}}  =  5\sqrt[3]{4}
    P(X > 2) = 0.3  =  0.3
    """#

  static let words = #"""
    2:30 p.m.  =  14:30
    July 4, 1776  =  4 July 1776
    \text{Yes}  =  yes
    \text{True}  =  True
    \text{True}  ≠  False
    \text{C}  =  (C) 17
    C  =  C) 17
    C  =  The answer is C
    C  =  \text{C}
    C  =  **C**
    A, B, D  =  D, B, A
    A, B, D  ≠  A, B
    15  =  The answer is 15.
    15  =  Final Answer: 15
    x=3 \text{ or } x=-3  =  x = \pm 3
    no solution  =  \text{No solution}
    \text{No real solutions}  =  no real solutions
    \text{Evelyn}  =  Evelyn
    \text{Evelyn}  =  \text{evelyn}
    (\text{A})  =  A
    6  =  \text{six}
    'abc'  =  "abc"
    None  =  none
    Area = 12  =  12
    12  =  Area = 12
    3:00 AM  ≠  3:00 PM
    March 3  ≠  March 4
    March 3  ≠  April 3
    Monday  ≠  Tuesday
    Yes  ≠  No, it is not.
    A  ≠  B
    A  ≠  A and B
    A  ≠  E
    AB  ≠  AC
    A  ≠  a
    infinite  ≠  finite
    \text{isosceles triangle}  ≠  equilateral triangle
    Paris  ≠  London
    Paris  ≠  not Paris
    Paris  ≠  Paris and London
    listen  ≠  silent
    \text{no}  ≠  \text{on}
    dog  ≠  god
    tea  ≠  eat
    H_2O  ≠  H_2O_2
    CO  ≠  Co
    fox hat  ≠  hat fox
    12  ≠  \text{not } 12
    12  ≠  12 \text{ or } 13
    0  ≠  no solution
    \text{June 5}  =  5 June
    9:05 AM  =  09:05
    12:00 PM  =  12:00
    12:00 AM  ≠  12:00 PM
    noon  =  Noon
    \text{(C)}  =  C
    C  =  C.
    C  =  option C
    B, D  =  BD
    4\text{ and }9  =  9, 4
    \text{4 and 9}  =  4, 9
    5\text{th}  =  5th
    \text{first}  =  first
    \text{Alice and Bob}  =  Bob and Alice
    """#

  static let nearMisses = #"""
    5 m  ≠  500\%
    A, B, C  ≠  A, B
    \text{A}  ≠  \text{B}
    (2, \infty)  ≠  (2, \infty]
    3x+5  ≠  3x+5=0
    3x+5=0  ≠  3x+5
    3x+5=0  =  x=-\frac53
    x^2  ≠  2^x
    x_1 + x_2  ≠  x_1 x_2
    \log_2 x  ≠  \log x
    \log x  ≠  \ln x
    17  ≠  17th
    2  ≠  second
    second  ≠  first
    2  ≠  half
    Bob  ≠  Bob and Carl
    Bob and Carl  ≠  Bob
    1/3  =  0.333...
    0.999  ≠  1
    3.0  ≠  3.1
    10  ≠  10_2
    11  ≠  3
    $4.50  ≠  $45
    $4.50  ≠  4.50%
    9.8  ≠  9.81
    1.23e4  ≠  1.23e5
    2^10  ≠  2^{1}0
    x=1,2  ≠  x=1,3
    x=1  ≠  x=1,2
    5\sqrt{3}  ≠  5\sqrt[3]{3}
    \frac{\sqrt{3}}{2}  ≠  \sqrt{\frac{3}{2}}
    \tan^2 x  ≠  \tan x^2
    \frac{1}{2}\sin x  ≠  \sin\frac{x}{2}
    \cos(x+y)  ≠  \cos x+\cos y
    (x+y)^2  ≠  x^2+y^2
    \sqrt{x+y}  ≠  \sqrt x+\sqrt y
    \sqrt{x^2+1}  ≠  x+1
    |x+y|  ≠  |x|+|y|
    |x|+x  ≠  2x
    \frac{x^2}{x}  ≠  x+1
    a/bc  ≠  a/b/c/c
    1 - 2 - 3  ≠  1-(2-3)
    2^{3^2}  ≠  (2^3)^2
    2^{3^2}  =  512
    100!  ≠  101!/100
    100!  =  101!/101
    4 \text{ or } 5  ≠  4
    from 4 to 5  ≠  4, 5
    4-5  ≠  4,5
    \text{even}  ≠  \text{not even}
    increasing  ≠  decreasing
    yes  ≠  yes and no
    True  ≠  not True
    (1,2),(3,4)  ≠  (1,3),(2,4)
    y=x+1  ≠  y=x-1
    y=|x|  ≠  y=x
    y=\ln x  ≠  y=\log_{10} x
    x^2-y^2=1  ≠  y^2-x^2=1
    x^2-y^2=1  =  y^2-x^2=-1
    \frac{x^2}{9}+\frac{y^2}{4}=1  ≠  \frac{x^2}{4}+\frac{y^2}{9}=1
    \frac{x^2}{9}+\frac{y^2}{4}=1  =  4x^2+9y^2=36
    f(x) = x^2  ≠  f(x) = x^2 + 1
    f(2)=4  ≠  f(4)=2
    f(2)=4  =  4
    4  ≠  f(2)=5
    2x+y \le 4  ≠  2x+y<4
    2x+y \le 4  =  4x+2y\le 8
    2x+y \le 4  =  y \le 4-2x
    y > x  =  x < y
    """#
}
