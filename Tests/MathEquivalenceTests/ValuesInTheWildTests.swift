import MathEquivalence
import Testing

/// Own pairs in notations that models use and few graders know, each kind with its near misses.
@Suite struct ValuesInTheWildTests {
  @Test(arguments: ValuesInTheWildTables.all)
  func areToldApart(_ table: String) throws {
    for pair in cases(table) {
      let decision = try Equivalence(gold: pair.gold).compare(pair.answer)
      #expect(
        decision.outcome == (pair.isEqual ? .equal : .different), "\(pair): \(decision.reason)")
    }
  }
}

private enum ValuesInTheWildTables {
  static let all = [
    realSets, inequalities, complexNumbers, logarithms, trigonometry, factorials, plusMinus,
    equations, matrices, lists, calculus,
  ]

  static let realSets = #"""
    (-3,7]  =  -3<x\le7
    (-3,7]  =  ]-3;7]
    (-3,7]  =  (-3; 7]
    (-3,7]  =  x \in (-3, 7]
    (-3,7]  =  \{x\in\mathbb{R}\mid -3<x\leqslant 7\}
    (-3,7]  =  -3 < t \le 7
    (-3,7]  =  x > -3 and x <= 7
    (-3,7]  =  （-3，7］
    (-3,7]  =  \left]-3,7\right]
    (-3,7]  =  \{x: x>-3 \wedge x\le 7\}
    (-3,7]  =  the interval (-3, 7]
    (-3,7]  ≠  [-3,7)
    (-3,7]  ≠  (-3,7)
    (-3,7]  ≠  (7,-3]
    (-3,7]  ≠  (-3,8]
    (-3,7]  ≠  \{-3,7\}
    (-3,7]  ≠  x>-3 or x\le7
    (-\infty,-2]\cup[2,\infty)  =  |x|\ge 2
    (-\infty,-2]\cup[2,\infty)  =  x\le-2\text{ or }x\ge2
    (-\infty,-2]\cup[2,\infty)  =  x^2\ge4
    (-\infty,-2]\cup[2,\infty)  =  \mathbb{R}\setminus(-2,2)
    (-\infty,-2]\cup[2,\infty)  =  (-inf, -2] U [2, inf)
    (-\infty,-2]\cup[2,\infty)  =  x \leq -2 \vee x \geq 2
    (-\infty,-2]\cup[2,\infty)  =  x≤-2或x≥2
    (-\infty,-2]\cup[2,\infty)  =  ]-\infty;-2]\cup[2;+\infty[
    (-\infty,-2]\cup[2,\infty)  =  $(-\infty,-2]$ and $[2,\infty)$
    (-\infty,-2]\cup[2,\infty)  ≠  (-\infty,-2)\cup(2,\infty)
    (-\infty,-2]\cup[2,\infty)  ≠  [-2,2]
    (-\infty,-2]\cup[2,\infty)  ≠  x\le-2\text{ and }x\ge2
    (-\infty,-2]\cup[2,\infty)  ≠  (-\infty,2]\cup[-2,\infty)
    [0,1)\cup(1,3]  =  0\le x\le3, x\ne1
    [0,1)\cup(1,3]  =  [0,3]\setminus\{1\}
    [0,1)\cup(1,3]  =  [0,3]-\{1\}
    [0,1)\cup(1,3]  =  0\le x<1\text{ or }1<x\le3
    [0,1)\cup(1,3]  =  \{x\mid 0\le x\le3\text{ and }x\neq1\}
    [0,1)\cup(1,3]  ≠  [0,3]
    [0,1)\cup(1,3]  ≠  (0,1)\cup(1,3)
    \{0\}\cup[1,2]  =  x=0\text{ or }1\le x\le2
    \{0\}\cup[1,2]  ≠  [0,2]
    \mathbb{R}\setminus\{-1,1\}  =  x\ne\pm1
    \mathbb{R}\setminus\{-1,1\}  =  (-\infty,-1)\cup(-1,1)\cup(1,\infty)
    \mathbb{R}\setminus\{-1,1\}  =  all real numbers except -1 and 1
    \mathbb{R}\setminus\{-1,1\}  =  x\neq-1,1
    \mathbb{R}\setminus\{-1,1\}  =  x \ne 1 and x \ne -1
    \mathbb{R}\setminus\{-1,1\}  =  \{x\in\mathbb{R}: x^2\ne1\}
    \mathbb{R}\setminus\{-1,1\}  ≠  x\ne1
    \mathbb{R}\setminus\{-1,1\}  ≠  \{-1,1\}
    (0,\infty)  =  \mathbb{R}^+
    (0,\infty)  =  \mathbb{R}_{>0}
    (0,\infty)  =  positive real numbers
    (0,\infty)  =  all positive real numbers
    (0,\infty)  =  x>0
    (0,\infty)  ≠  [0,\infty)
    \mathbb{Z}  =  all integers
    \mathbb{Z}  =  the set of integers
    \mathbb{Z}  ≠  \mathbb{N}
    """#

  static let inequalities = #"""
    x<-1\text{ or }x>5  =  (-\infty,-1)\cup(5,\infty)
    x<-1\text{ or }x>5  =  x>5\text{ or }x<-1
    x<-1\text{ or }x>5  =  |x-2|>3
    x<-1\text{ or }x>5  ≠  -1<x<5
    x<-1\text{ or }x>5  ≠  5<x<-1
    2<x<3  =  (x-2)(x-3)<0
    2<x<3  =  x^2-5x+6<0
    2<x<3  =  3 > x > 2
    2<x<3  ≠  2\le x\le3
    2<x<3  ≠  x<3
    n\ge 10  =  n>=10
    n\ge 10  =  n≥10
    n\ge 10  =  10\le n
    n\ge 10  =  n is at least 10
    n\ge 10  =  n \geqslant 10
    n\ge 10  =  n\ge\frac{20}{2}
    n\ge 10  ≠  n>10
    n\ge 10  ≠  n\le10
    n\ge 10  ≠  10
    n\ge 10  ≠  m\ge10
    a\ge b  =  b\le a
    a\ge b  =  a-b\ge0
    a\ge b  ≠  a>b
    a\ge b  ≠  a\le b
    x+y<3  =  y<3-x
    x+y<3  =  2x+2y<6
    x+y<3  =  -x-y>-3
    x+y<3  ≠  x+y\le3
    x+y<3  ≠  x-y<3
    m>1,m\ne2  =  m\in(1,2)\cup(2,\infty)
    m>1,m\ne2  =  m>1 and m≠2
    m>1,m\ne2  ≠  m>1
    """#

  static let complexNumbers = #"""
    -3+4i  =  4i-3
    -3+4i  =  -3+4\mathrm{i}
    -3+4i  =  -(3-4i)
    -3+4i  =  (1+2i)^2
    -3+4i  =  5e^{i(\pi-\arctan(4/3))}
    -3+4i  =  -3 + 4 i
    -3+4i  =  -3+4j
    -3+4i  ≠  -3-4i
    -3+4i  ≠  3+4i
    -3+4i  ≠  (-3,4i)
    -3+4i  ≠  4-3i
    2(\cos 60^\circ+i\sin 60^\circ)  =  1+i\sqrt3
    2(\cos 60^\circ+i\sin 60^\circ)  =  2e^{i\pi/3}
    2(\cos 60^\circ+i\sin 60^\circ)  =  2\operatorname{cis}(\pi/3)
    2(\cos 60^\circ+i\sin 60^\circ)  =  2\operatorname{cis} 60^\circ
    2(\cos 60^\circ+i\sin 60^\circ)  ≠  2\operatorname{cis} 30^\circ
    2(\cos 60^\circ+i\sin 60^\circ)  ≠  \sqrt3+i
    i^{2023}  =  -i
    i^{2023}  ≠  i
    \frac{3-i}{2+i}  =  1-i
    \frac{3-i}{2+i}  ≠  1+i
    |5-12i|  =  13
    |5-12i|  ≠  17
    \operatorname{Re}(2+3i)  =  2
    \Im(2+3i)  =  3
    \overline{z}  ≠  z
    z\bar z  =  |z|^2
    \sqrt{i}  =  \frac{1+i}{\sqrt2}
    1\pm 2i  =  1+2i, 1-2i
    1\pm 2i  =  \{1-2i,1+2i\}
    1\pm 2i  =  z=1\pm2i
    1\pm 2i  ≠  1+2i
    1\pm 2i  ≠  2\pm i
    \omega^3=1  ≠  \omega^2=1
    e^{2\pi i/3}  =  -\frac12+\frac{\sqrt3}{2}i
    e^{2\pi i/3}  =  \frac{-1+\sqrt{-3}}{2}
    e^{2\pi i/3}  ≠  -\frac12-\frac{\sqrt3}{2}i
    """#

  static let logarithms = #"""
    \log_3 81  =  4
    \log_3 81  =  \log_3(3^4)
    \log_3 81  =  \frac{\ln 81}{\ln 3}
    \log_3 81  ≠  27
    \log_{10} 2+\log_{10} 5  =  1
    \log 100  =  2
    \lg 5  =  \log_{10}5
    \lg 5  =  1-\lg 2
    \lg 5  ≠  \ln 5
    \log_4 8  =  \frac32
    \log_4 8  =  1.5
    \log_{\frac12} 4  =  -2
    \log_2 10  =  1+\log_2 5
    \log_2 10  =  1/\log_{10}2
    \log_2 10  =  log2(10)
    \log_2 10  =  log_2(10)
    \log_2 10  =  log₂10
    \log_2 10  ≠  \log_{10}2
    \log_2 10  ≠  3.32
    \ln\sqrt2  =  \frac12\ln2
    \ln\sqrt2  =  0.5 ln 2
    \ln\sqrt2  =  \ln(2)/2
    \ln\sqrt2  ≠  \sqrt{\ln2}
    \ln^2 3  =  (\ln 3)^2
    \ln^2 3  ≠  \ln 9
    \ln\frac{3}{2}  =  \ln3-\ln2
    \ln\frac{3}{2}  =  -\ln\frac23
    \ln\frac{3}{2}  ≠  \frac{\ln3}{\ln2}
    e^{-2}  =  \frac1{e^2}
    e^{-2}  =  exp(-2)
    e^{-2}  ≠  -e^2
    e^{x+y}  =  e^xe^y
    e^{x+y}  ≠  e^x+e^y
    2^{x+3}  =  8\cdot2^x
    2^{x+3}  ≠  6^x
    \sqrt[3]{x}  =  x^{1/3}
    \sqrt[3]{x}  =  ∛x
    \sqrt[3]{x}  =  cbrt(x)
    \sqrt[3]{x}  ≠  x^3
    x^{-1/2}  =  \frac1{\sqrt x}
    x^{-1/2}  ≠  -\sqrt x
    """#

  static let trigonometry = #"""
    \cos 75^\circ  =  \frac{\sqrt6-\sqrt2}{4}
    \cos 75^\circ  =  \sin 15^\circ
    \cos 75^\circ  =  cos(75°)
    \cos 75^\circ  ≠  \frac{\sqrt6+\sqrt2}{4}
    \cos 75^\circ  ≠  \cos 75
    \sin x\cos x  =  \frac12\sin2x
    \sin x\cos x  =  \frac{\tan x}{1+\tan^2x}
    \sin x\cos x  ≠  \sin 2x
    \sin 3x  =  3\sin x-4\sin^3x
    \sin 3x  ≠  3\sin x
    \cos^4 x-\sin^4 x  =  \cos 2x
    \cos^4 x-\sin^4 x  ≠  1
    \frac{1}{\sin x}  =  \csc x
    \frac{1}{\sin x}  =  \operatorname{cosec}x
    \frac{1}{\sin x}  ≠  \arcsin x
    \tan\theta  =  \frac{\sin\theta}{\cos\theta}
    \tan\theta  =  tanθ
    \tan\theta  =  tg\theta
    \arctan 2+\arctan 3  =  \frac{3\pi}{4}
    \arctan 2+\arctan 3  ≠  \frac{\pi}{4}
    \arcsin\frac45  =  \arccos\frac35
    \arcsin\frac45  =  sin^{-1}(4/5)
    \arcsin\frac45  =  asin(0.8)
    \arcsin\frac45  =  \arctan\frac43
    \arcsin\frac45  ≠  \arcsin\frac35
    \sin^2\theta  =  (\sin\theta)^2
    \sin^2\theta  =  1-\cos^2\theta
    \sin^2\theta  ≠  \sin\theta^2
    \cot x  =  \frac1{\tan x}
    \cot x  =  ctg x
    \sin(x+y)  =  \sin x\cos y+\cos x\sin y
    \sin(x+y)  ≠  \sin x+\sin y
    \sinh^2x  =  \cosh^2x-1
    \tanh x  =  \frac{e^{2x}-1}{e^{2x}+1}
    \operatorname{arsinh} x  =  \ln(x+\sqrt{x^2+1})
    2\sin 50^\circ  =  2 \cos 40^\circ
    2\sin 50^\circ  ≠  2\sin 40^\circ
    """#

  static let factorials = #"""
    8!  =  40320
    8!  =  8\cdot7!
    8!  ≠  8!!
    \binom{10}{3}  =  120
    \binom{10}{3}  =  {10 \choose 3}
    \binom{10}{3}  =  \dbinom{10}{3}
    \binom{10}{3}  =  \frac{10!}{3!7!}
    \binom{10}{3}  =  ^{10}C_3
    \binom{10}{3}  =  {}_{10}C_3
    \binom{10}{3}  =  10C3
    \binom{10}{3}  =  C_{10}^{3}
    \binom{10}{3}  =  \binom{10}{7}
    \binom{10}{3}  =  C(10, 3)
    \binom{10}{3}  =  nCr(10,3)
    \binom{10}{3}  ≠  \binom{10}{4}
    \binom{10}{3}  ≠  P(10,3)
    A_5^2  =  20
    P(6,2)  =  30
    P(6,2)  =  ^6P_2
    P(6,2)  =  \frac{6!}{4!}
    \frac{n!}{(n-2)!}  =  n(n-1)
    \frac{n!}{(n-2)!}  =  n^2-n
    \frac{n!}{(n-2)!}  ≠  n(n-2)
    (n+1)!  =  (n+1)n!
    (n+1)!  =  (n+1)\cdot n!
    (n+1)!  ≠  n!+1
    \frac{100!}{98!}  =  9900
    \frac{100!}{98!}  ≠  9999
    \binom{2n}{n}  =  \frac{(2n)!}{(n!)^2}
    \binom{2n}{n}  ≠  \frac{2n!}{n!^2}
    """#

  static let plusMinus = #"""
    \pm\frac{\sqrt2}{2}  =  \pm\frac{1}{\sqrt2}
    \pm\frac{\sqrt2}{2}  =  \frac{\sqrt2}{2},-\frac{\sqrt2}{2}
    \pm\frac{\sqrt2}{2}  =  x=\pm\frac{\sqrt2}{2}
    \pm\frac{\sqrt2}{2}  =  ±√2/2
    \pm\frac{\sqrt2}{2}  ≠  \frac{\sqrt2}{2}
    \pm\frac{\sqrt2}{2}  ≠  \pm\sqrt2
    (\pm1,0)  =  (1,0),(-1,0)
    (\pm1,0)  =  (1,0)\text{ and }(-1,0)
    (\pm1,0)  ≠  (0,\pm1)
    (\pm1,0)  ≠  (1,0)
    (\pm1,\pm2)  ≠  (1,2)
    \pm1,\pm2  =  -2,-1,1,2
    \pm1,\pm2  =  \{\pm1,\pm2\}
    \pm1,\pm2  ≠  1,2
    y=\pm2x  =  y=2x\text{ or }y=-2x
    y=\pm2x  =  y=2x, y=-2x
    y=\pm2x  ≠  y=2x
    """#

  static let equations = #"""
    y=-\frac23x+4  =  2x+3y=12
    y=-\frac23x+4  =  2x+3y-12=0
    y=-\frac23x+4  =  3y=12-2x
    y=-\frac23x+4  =  y=4-\frac{2x}{3}
    y=-\frac23x+4  =  \frac x6+\frac y4=1
    y=-\frac23x+4  ≠  y=\frac23x+4
    y=-\frac23x+4  ≠  3x+2y=12
    x^2=4  =  x=\pm2
    x^2=4  ≠  x=2
    x=3\text{ or }x=-1  =  (x-3)(x+1)=0
    x=3\text{ or }x=-1  =  x^2-2x-3=0
    x=3\text{ or }x=-1  =  x_1=3,\ x_2=-1
    x=3\text{ or }x=-1  =  x=3或x=-1
    x=3\text{ or }x=-1  =  3, -1
    x=3\text{ or }x=-1  =  x \in \{-1, 3\}
    x=3\text{ or }x=-1  =  x=3 oder x=-1
    x=3\text{ or }x=-1  =  x=3 ou x=-1
    x=3\text{ or }x=-1  ≠  x=3
    x=3\text{ or }x=-1  ≠  x=3\text{ and }x=1
    x=-2  =  -2
    x=-2  =  x+2=0
    x=-2  =  3x=-6
    x=-2  ≠  y=-2
    x=-2  ≠  x=2
    x=-2  ≠  x^2=4
    y=(x-1)^2  =  y=x^2-2x+1
    y=(x-1)^2  =  x^2-2x+1
    y=(x-1)^2  ≠  y=x^2+1
    y=(x-1)^2  ≠  x=(y-1)^2
    r=2\cos\theta  =  r=2\cos(\theta)
    r=2\cos\theta  ≠  r=2\sin\theta
    a+b=c  =  c=a+b
    a+b=c  =  c-a-b=0
    a+b=c  ≠  a-b=c
    A=\frac12bh  =  A=\frac{bh}{2}
    A=\frac12bh  =  \frac12bh
    A=\frac12bh  =  2A=bh
    A=\frac12bh  ≠  A=bh
    3x+4y-5z=6  =  -3x-4y+5z=-6
    3x+4y-5z=6  =  z=\frac{3x+4y-6}{5}
    3x+4y-5z=6  ≠  3x+4y+5z=6
    \frac{x^2}{16}-\frac{y^2}{9}=1  =  9x^2-16y^2=144
    \frac{x^2}{16}-\frac{y^2}{9}=1  ≠  \frac{y^2}{9}-\frac{x^2}{16}=1
    xy=1  =  y=\frac1x
    xy=1  ≠  x=y
    """#

  static let matrices = #"""
    (3,-4,5)  =  (3, -4, 5)
    (3,-4,5)  =  3\hat\imath-4\hat\jmath+5\hat k
    (3,-4,5)  =  \begin{bmatrix}3\\-4\\5\end{bmatrix}
    (3,-4,5)  =  (3,−4,5)
    (3,-4,5)  =  \left\langle 3,-4,5 \right\rangle
    (3,-4,5)  =  [3, -4, 5]^T
    (3,-4,5)  =  (3 , -4 , 10/2)
    (3,-4,5)  ≠  (3,4,5)
    (3,-4,5)  ≠  \{3,-4,5\}
    (3,-4,5)  ≠  (3,-4)
    \vec{AB}=(2,3)  =  (2,3)
    \vec{AB}=(2,3)  ≠  (3,2)
    \overrightarrow{OA}=(1,2)  =  (1,2)
    \begin{pmatrix}2&0\\0&3\end{pmatrix}  =  [[2,0],[0,3]]
    \begin{pmatrix}2&0\\0&3\end{pmatrix}  =  \begin{Bmatrix}2&0\\0&3\end{Bmatrix}
    \begin{pmatrix}2&0\\0&3\end{pmatrix}  =  \begin{smallmatrix}2&0\\0&3\end{smallmatrix}
    \begin{pmatrix}2&0\\0&3\end{pmatrix}  =  \left(\begin{array}{rr}2&0\\0&3\end{array}\right)
    \begin{pmatrix}2&0\\0&3\end{pmatrix}  =  \begin{pmatrix}2 & 0 \cr 0 & 3\end{pmatrix}
    \begin{pmatrix}2&0\\0&3\end{pmatrix}  ≠  \begin{pmatrix}3&0\\0&2\end{pmatrix}
    \begin{pmatrix}2&0\\0&3\end{pmatrix}  ≠  6
    \begin{pmatrix}2&0\\0&3\end{pmatrix}  ≠  \begin{pmatrix}2&0&0\\0&3&0\end{pmatrix}
    \begin{pmatrix}1&0\\0&1\end{pmatrix}  =  I_2
    \begin{pmatrix}1&0\\0&1\end{pmatrix}  =  I
    \begin{pmatrix}1&2\end{pmatrix}  =  [1, 2]
    \frac13\begin{pmatrix}3&6\\9&12\end{pmatrix}  =  \begin{pmatrix}1&2\\3&4\end{pmatrix}
    -\begin{pmatrix}1&2\\3&4\end{pmatrix}  =  \begin{pmatrix}-1&-2\\-3&-4\end{pmatrix}
    \det\begin{pmatrix}1&2\\3&4\end{pmatrix}  =  -2
    \begin{pmatrix}1&2\\3&4\end{pmatrix}\begin{pmatrix}0\\1\end{pmatrix}  =  \begin{pmatrix}2\\4\end{pmatrix}
    \begin{pmatrix}1&1\\0&1\end{pmatrix}^2  =  \begin{pmatrix}1&2\\0&1\end{pmatrix}
    \begin{pmatrix}1&1\\0&1\end{pmatrix}^{-1}  =  \begin{pmatrix}1&-1\\0&1\end{pmatrix}
    \begin{pmatrix}a&b\\c&d\end{pmatrix}  ≠  \begin{pmatrix}a&c\\b&d\end{pmatrix}
    """#

  static let lists = #"""
    2,3,5,7  =  \{2,3,5,7\}
    2,3,5,7  =  2, 3, 5 and 7
    2,3,5,7  =  7,5,3,2
    2,3,5,7  =  2;3;5;7
    2,3,5,7  =  p=2,3,5,7
    2,3,5,7  =  2、3、5、7
    2,3,5,7  ≠  2,3,5
    2,3,5,7  ≠  2,3,5,7,11
    2,3,5,7  ≠  2357
    \{x\mid x^2=9\}  =  \{-3,3\}
    \{1,2,\ldots,10\}  =  \{1,2,3,4,5,6,7,8,9,10\}
    \{1,2,\ldots,10\}  ≠  \{1,2,\ldots,9\}
    \{0\}  ≠  \emptyset
    \{0\}  ≠  0
    \{\pi,e\}  =  \{e,\pi\}
    1,1,2  ≠  1,2
    1,1,2  ≠  1,2,2
    1,1,2  =  2,1,1
    """#

  static let calculus = #"""
    \frac{2\pi}{3}  =  120^\circ
    \frac{2\pi}{3}  =  120°
    \frac{2\pi}{3}  =  \frac{2}{3}\pi
    \frac{2\pi}{3}  =  2π/3 rad
    \frac{2\pi}{3}  =  2\pi/3 radians
    \frac{2\pi}{3}  ≠  120
    \frac{2\pi}{3}  ≠  60^\circ
    22.5^\circ  =  22^\circ30'
    22.5^\circ  =  \frac{\pi}{8}
    22.5^\circ  =  22½°
    22.5^\circ  ≠  22.5\%
    24  =  4!=24
    24  =  2\cdot3\cdot4=24
    24  =  x = 20+4 = 24 \text{ cm}
    24  =  \text{Area}=24
    24  =  S_{\triangle ABC}=24
    24  ≠  4!=25
    24  ≠  20+5=24
    24  ≠  24=25
    -\infty  =  -inf
    -\infty  ≠  \infty
    \infty  =  +∞
    \infty  ≠  undefined
    \frac{d}{dx}\sin x  =  \cos x
    \frac{d}{dx}\sin x  ≠  -\cos x
    \sum_{i=1}^{100} i  =  5050
    \sum_{i=1}^{100} i  ≠  5000
    \sum_{k=0}^n \binom nk  =  2^n
    \sum_{k=0}^n \binom nk  ≠  n^2
    \prod_{k=2}^{n}(1-\frac1k)  =  \frac1n
    x^3/3-\cos x+C  =  \frac{x^3}{3}-\cos x+C
    x^3/3-\cos x+C  ≠  \frac{x^3}{3}-\cos x
    \arctan x+C  ≠  \arctan x
    \frac{1}{2}\ln(x^2+1)+C  =  \ln\sqrt{x^2+1}+C
    \frac{1}{2}\ln(x^2+1)+C  =  \frac12\ln|x^2+1|+C
    y''+y=0  =  y+y''=0
    y''+y=0  ≠  y''-y=0
    y=c_1\cos x+c_2\sin x  =  y=A\cos x+B\sin x
    y=c_1\cos x+c_2\sin x  =  y=C_1\sin x+C_2\cos x
    y=c_1\cos x+c_2\sin x  ≠  y=C\cos x
    """#
}
