import MathEquivalence
import Testing

/// Own pairs for each kind of expression and family, equal ones and near misses.
@Suite struct ExpressionKindsTests {
  private func check(_ pair: Case) throws {
    let decision = try Equivalence(gold: pair.gold).compare(pair.answer)
    #expect(decision.outcome == (pair.isEqual ? .equal : .different), "\(pair): \(decision.reason)")
  }

  @Test func algebraAreToldApart() throws {
    for pair in cases(ExpressionKindsTables.algebra) { try check(pair) }
  }

  @Test func sumsAreToldApart() throws {
    for pair in cases(ExpressionKindsTables.sums) { try check(pair) }
  }

  @Test func functionsAreToldApart() throws {
    for pair in cases(ExpressionKindsTables.functions) { try check(pair) }
  }

  @Test func signsAreToldApart() throws {
    for pair in cases(ExpressionKindsTables.signs) { try check(pair) }
  }

  @Test func residuesAndRatiosAreToldApart() throws {
    for pair in cases(ExpressionKindsTables.residuesAndRatios) { try check(pair) }
  }

  @Test func familiesOfValuesAreToldApart() throws {
    for pair in cases(ExpressionKindsTables.familiesOfValues) { try check(pair) }
  }

  @Test func basesAreToldApart() throws {
    for pair in cases(ExpressionKindsTables.bases) { try check(pair) }
  }

  @Test func calculusAreToldApart() throws {
    for pair in cases(ExpressionKindsTables.calculus) { try check(pair) }
  }

  @Test func scientificAreToldApart() throws {
    for pair in cases(ExpressionKindsTables.scientific) { try check(pair) }
  }
}

private enum ExpressionKindsTables {
  static let algebra = #"""
    x^2-1  =  (x+1)(x-1)
    x^2-1  =  -(1-x^2)
    x^2-1  =  x^{2}-1
    x^2-1  =  x**2-1
    x^2-1  =  x\cdot x-1
    x^2-1  =  -1+x^2
    x^2-1  =  \frac{x^4-1}{x^2+1}
    x^2-1  ≠  (x-1)^2
    x^2-1  ≠  x^2+1
    x^2-1  ≠  y^2-1
    x^2-1  ≠  x^2
    (x+1)^2  =  x^2+2x+1
    (x+1)^2  ≠  x^2+1
    (x+y)^3  =  x^3+3x^2y+3xy^2+y^3
    \frac{x^2-1}{x-1}  =  x+1
    \frac{x^2-1}{x-1}  ≠  x-1
    \frac{a}{b+c}  =  a/(b+c)
    \frac{a}{b+c}  =  a(b+c)^{-1}
    \frac{a}{b+c}  ≠  a/b+c
    \frac{1}{2x}  =  1/(2x)
    \frac{1}{2x}  =  \frac{x^{-1}}{2}
    \frac{1}{2x}  =  \frac{0.5}{x}
    \frac{1}{2x}  ≠  \frac{x}{2}
    \frac{1}{x}+\frac{1}{y}  =  \frac{x+y}{xy}
    \frac{1}{x}+\frac{1}{y}  ≠  \frac{2}{x+y}
    ab  =  a*b
    ab  =  a\cdot b
    ab  ≠  a+b
    ab  ≠  a_b
    3x+2y  =  3*x+2*y
    3x+2y  =  3x + 2y
    3x+2y  ≠  2x+3y
    2x  =  2*x
    2x  =  x+x
    2x  =  x2
    2x  ≠  x^2
    xy  =  x*y
    -x+1  =  1-x
    x_1+x_2  =  x_{1}+x_{2}
    x_1+x_2  =  x_2+x_1
    x_1+x_2  ≠  x_1-x_2
    x_{n+1}  ≠  x_n+1
    a_n=2n+1  =  2n+1
    a_n=2n+1  =  a_n = 1+2n
    a_n=2n+1  ≠  a_n=2n-1
    \alpha+\beta  =  β+α
    \theta^2  =  θ²
    \frac{d}{dx}x^3  =  3x^2
    \frac{x+1}{x-1}  =  -\frac{x+1}{1-x}
    \frac{x+1}{x-1}  =  1+\frac{2}{x-1}
    \frac{x+1}{x-1}  ≠  \frac{x-1}{x+1}
    x^4-5x^2+4  =  (x-1)(x+1)(x-2)(x+2)
    p-q  =  -(q-p)
    p-q  ≠  q-p
    2(l+w)  =  2l+2w
    n(n+1)/2  =  \frac{n(n+1)}{2}
    n(n+1)/2  =  \binom{n+1}{2}
    n(n+1)/2  =  \sum_{k=1}^n k
    """#

  static let sums = #"""
    \sum_{k=1}^{n} k^2  =  \frac{n(n+1)(2n+1)}{6}
    \sum_{k=1}^{10} k  =  55
    \sum_{k=0}^{\infty}\frac{1}{2^k}  =  2
    \sum_{n=1}^{\infty}\frac{1}{n^2}  =  \frac{\pi^2}{6}
    \prod_{k=1}^{5}k  =  120
    """#

  static let functions = #"""
    f(x)=x^2  =  x^2
    f(x)=x^2  =  y=x^2
    f(x)=x^2  =  f(y)=y^2
    f(x)=x^2  =  f(x) = x\cdot x
    f(x)=x^2  ≠  g(x)=x^2
    f(x)=x^2  ≠  f(x)=x^3
    f(x)=x^2  ≠  f(x)=x^2+1
    f^{-1}(x)=\frac{x-1}{2}  =  \frac{x-1}{2}
    f^{-1}(x)=\frac{x-1}{2}  =  f^{-1}(y)=\frac{y-1}{2}
    f'(x)=3x^2  =  3x^2
    f'(x)=3x^2  =  f'(x)=3x\cdot x
    f(x,y)=x+y  =  f(a,b)=a+b
    x^2+C  =  x^2+c
    x^2+C  =  x^2+K
    x^2+C  ≠  x^2
    \frac{x^3}{3}+C  =  \frac13x^3+C
    \frac{x^3}{3}+C  ≠  \frac{x^3}{3}
    \ln|x|+C  =  \ln|x| + C
    C_1e^{x}+C_2e^{-x}  =  C_1 e^x + C_2 e^{-x}
    C_1e^{x}+C_2e^{-x}  =  C_2e^{-x}+C_1e^x
    y=Ce^{-2x}  =  y=ce^{-2x}
    y=Ce^{-2x}  =  y=Ae^{-2x}
    y=Ce^{-2x}  ≠  y=Ce^{2x}
    \begin{cases}x&x\ge0\\-x&x<0\end{cases}  =  \begin{cases}-x&x<0\\x&x\ge0\end{cases}
    \begin{cases}x&x\ge0\\-x&x<0\end{cases}  =  \begin{cases}x,&\text{if }x\ge0\\-x,&\text{otherwise}\end{cases}
    \begin{cases}x&x\ge0\\-x&x<0\end{cases}  =  \max(x,-x)
    \begin{cases}x&x\ge0\\-x&x<0\end{cases}  ≠  x
    \begin{cases}1&x>0\\0&x\le0\end{cases}  ≠  \begin{cases}1&x\ge0\\0&x<0\end{cases}
    """#

  static let signs = #"""
    \pm 2  =  ±2
    \pm 2  =  -2,2
    \pm 2  =  \{-2,2\}
    \pm 2  =  x=\pm2
    \pm 2  =  2 or -2
    \pm 2  =  2\text{ and }-2
    \pm 2  =  +2,-2
    \pm 2  =  +/-2
    \pm 2  =  +-2
    \pm 2  =  plus or minus 2
    \pm 2  ≠  2
    \pm 2  ≠  \pm 3
    3\pm\sqrt{5}  =  3\mp\sqrt5
    3\pm\sqrt{5}  =  x=3\pm\sqrt5
    3\pm\sqrt{5}  =  x=3+\sqrt5\text{ or }x=3-\sqrt5
    3\pm\sqrt{5}  =  \frac{6\pm2\sqrt5}{2}
    3\pm\sqrt{5}  =  \frac{6\pm\sqrt{20}}{2}
    3\pm\sqrt{5}  ≠  3+\sqrt5
    3\pm\sqrt{5}  ≠  -3\pm\sqrt5
    \frac{-1\pm\sqrt{13}}{2}  =  \frac{-1+\sqrt{13}}{2},\frac{-1-\sqrt{13}}{2}
    """#

  static let residuesAndRatios = #"""
    x\equiv 3\pmod 7  =  x\equiv3 (mod 7)
    x\equiv 3\pmod 7  =  x \equiv 3 \mod 7
    x\equiv 3\pmod 7  =  3\pmod7
    x\equiv 3\pmod 7  =  x\equiv10\pmod7
    x\equiv 3\pmod 7  =  x = 3 + 7k
    x\equiv 3\pmod 7  =  x=7n+3, n\in\mathbb{Z}
    x\equiv 3\pmod 7  =  7k+3
    x\equiv 3\pmod 7  =  x ≡ 3 (mod 7)
    x\equiv 3\pmod 7  =  x\equiv 3\ (\text{mod }7)
    x\equiv 3\pmod 7  =  x\equiv 3 \bmod 7
    x\equiv 3\pmod 7  ≠  3
    x\equiv 3\pmod 7  ≠  x=7k-3
    x\equiv 3\pmod 7  ≠  x\equiv 3\pmod{14}
    3:4  =  3 : 4
    3:4  =  3/4
    3:4  =  3 to 4
    3:4  =  3\text{ to }4
    3:4  =  \frac{3}{4}
    3:4  =  0.75:1
    3:4  =  1.5:2
    3:4  ≠  4:3
    3:4  ≠  3:5
    1:2:3  =  3:6:9
    1:2:3  =  1 : 2 : 3
    1:2:3  =  \frac13:\frac23:1
    1:2:3  ≠  3:2:1
    1:2:3  ≠  (1/2)/3
    """#

  static let familiesOfValues = #"""
    \frac{\pi}{4}+k\pi  =  k\pi+\frac{\pi}{4}
    \frac{\pi}{4}+k\pi  =  \frac{\pi}{4}+\pi k
    \frac{\pi}{4}+k\pi  =  \frac{\pi}{4}+k\pi, k\in\mathbb{Z}
    \frac{\pi}{4}+k\pi  =  x=\frac{\pi}{4}+k\pi,\ k\in\mathbb{Z}
    \frac{\pi}{4}+k\pi  =  \frac{(4k+1)\pi}{4}
    \frac{\pi}{4}+k\pi  =  -\frac{3\pi}{4}+k\pi
    \frac{\pi}{4}+k\pi  =  45^\circ+180^\circ k
    \frac{\pi}{4}+k\pi  =  \frac{\pi}{4}-k\pi
    \frac{\pi}{4}+k\pi  =  \frac{\pi}{4}+m\pi\ (m\in\mathbb{Z})
    \frac{\pi}{4}+k\pi  =  \{\frac{\pi}{4}+k\pi\mid k\in\mathbb{Z}\}
    \frac{\pi}{4}+k\pi  =  \frac{\pi}{4}+k\pi\text{ for integer }k
    \frac{\pi}{4}+k\pi  =  \frac{\pi}{4}+k\pi \text{ where } k \text{ is an integer}
    \frac{\pi}{4}+k\pi  ≠  \frac{\pi}{4}+2k\pi
    \frac{\pi}{4}+k\pi  ≠  \frac{\pi}{4}+\frac{k\pi}{2}
    \frac{\pi}{4}+k\pi  ≠  \frac{\pi}{3}+k\pi
    2k\pi  =  2n\pi
    2k\pi  =  2\pi k, k\in\mathbb{Z}
    2k\pi  ≠  k\pi
    2n+1, n\in\mathbb{Z}  =  2k-1, k\in\mathbb{Z}
    """#

  static let bases = #"""
    1011_2  =  (1011)_2
    1011_2  =  1011_{2}
    1011_2  =  1011_{(2)}
    1011_2  =  11_{10}
    1011_2  =  B_{16}
    1011_2  =  13_8
    1011_2  =  0b1011
    1011_2  =  1011 base 2
    1011_2  =  1011_{two}
    1011_2  =  1011 (base 2)
    1011_2  =  1011\text{ in base }2
    1011_2  ≠  1010_2
    1011_2  ≠  1101_2
    63_8  =  63_{\text{eight}}
    63_8  =  110011_2
    63_8  ≠  63_7
    2A_{16}  =  0x2A
    2A_{16}  =  2A_{\text{hex}}
    2A_{16}  ≠  2B_{16}
    0xFF  =  FF_{16}
    0xFF  =  377_8
    0xFF  =  11111111_2
    5  =  101_2
    """#

  static let calculus = #"""
    3x^2  =  \frac{d}{dx}(x^3)
    3x^2  =  (x^3)'
    \frac13  =  \int_0^1 x^2\,dx
    \int_0^1 x^2\,dx  =  1/3
    \int_0^\infty e^{-x}\,dx  =  1
    \int_0^1 \frac{1}{1+x^2}dx  =  \frac\pi4
    \int_1^e \frac1x dx  =  1
    \int_0^1 \frac{\ln(1+x)}{1+x^2}dx  =  \frac{\pi\ln 2}{8}
    \int_1^\infty \frac{1}{x^2}dx  =  1
    \int_0^{\pi/2}\sin^2x\,dx  =  \frac\pi4
    \lim_{x\to0}\frac{\sin x}{x}  =  1
    \lim_{x\to\infty}\frac1x  =  0
    \lim_{n\to\infty}(1+\frac1n)^n  =  e
    \lim_{x\to 2}\frac{x^2-4}{x-2}  =  4
    \lim_{x\to0}\frac{1-\cos x}{x^2}  =  \frac12
    1  =  \lim_{x\to0}\frac{\sin x}{x}
    2x\cos(x^2)  =  2x\cos x^2
    2x\cos(x^2)  =  2\cos(x^2)x
    \frac{dy}{dx}=2x  =  dy/dx=2x
    \frac{dy}{dx}=2x  =  y' = 2x
    \frac{dy}{dx}=2x  =  2x
    \frac{1}{x\ln 10}  =  \frac{d}{dx}\log_{10}x
    """#

  static let scientific = #"""
    3\times 10^8  =  300000000
    3\times 10^8  =  3*10^8
    3\times 10^8  =  3 x 10^8
    3\times 10^8  =  3×10^8
    3\times 10^8  =  0.3\times 10^9
    3\times 10^8  =  3.0\times10^{8}
    3\times 10^8  =  3e+8
    3\times 10^8  =  300 million
    3\times 10^8  =  3 \times 10^{8}\text{ m/s}
    3\times 10^8  ≠  3\times10^9
    3\times 10^8  ≠  38
    1.6\times 10^{-19}  =  0.16\times10^{-18}
    1.6\times 10^{-19}  =  1.6*10^-19
    1.6\times 10^{-19}  =  1.6×10⁻¹⁹
    1.6\times 10^{-19}  =  1.6E-19
    6.02\times10^{23}  =  6.02e23
    6.02\times10^{23}  ≠  6.022e23
    """#
}
