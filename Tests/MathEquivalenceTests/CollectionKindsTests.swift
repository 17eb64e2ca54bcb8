import MathEquivalence
import Testing

/// Own pairs for each kind of collection, relation and matrix, equal ones and near misses.
@Suite struct CollectionKindsTests {
  private func check(_ pair: Case) throws {
    let decision = try Equivalence(gold: pair.gold).compare(pair.answer)
    #expect(decision.outcome == (pair.isEqual ? .equal : .different), "\(pair): \(decision.reason)")
  }

  @Test func tuplesAndListsAreToldApart() throws {
    for pair in cases(CollectionKindsTables.tuplesAndLists) { try check(pair) }
  }

  @Test func setsAreToldApart() throws {
    for pair in cases(CollectionKindsTables.sets) { try check(pair) }
  }

  @Test func intervalsAreToldApart() throws {
    for pair in cases(CollectionKindsTables.intervals) { try check(pair) }
  }

  @Test func inequalitiesAreToldApart() throws {
    for pair in cases(CollectionKindsTables.inequalities) { try check(pair) }
  }

  @Test func equationsAreToldApart() throws {
    for pair in cases(CollectionKindsTables.equations) { try check(pair) }
  }

  @Test func systemsAreToldApart() throws {
    for pair in cases(CollectionKindsTables.systems) { try check(pair) }
  }

  @Test func matricesAreToldApart() throws {
    for pair in cases(CollectionKindsTables.matrices) { try check(pair) }
  }

  @Test func vectorsAreToldApart() throws {
    for pair in cases(CollectionKindsTables.vectors) { try check(pair) }
  }
}

private enum CollectionKindsTables {
  static let tuplesAndLists = #"""
    (1,2)  =  (1, 2)
    (1,2)  =  (1.0,2.0)
    (1,2)  =  \left( 1, 2 \right)
    (1,2)  =  (2/2, 4/2)
    (1,2)  =  x=1, y=2
    (1,2)  =  x=1 and y=2
    (1,2)  =  x = 1,\ y = 2
    (1,2)  =  (x,y)=(1,2)
    (1,2)  =  (x, y) = (1, 2)
    (1,2)  =  \begin{pmatrix}1\\2\end{pmatrix}
    (1,2)  =  \boxed{(1,2)}
    (1,2)  =  （1，2）
    (1,2)  =  (1;2)
    (1,2)  =  \text{(1,2)}
    (1,2)  =  P(1,2)
    (1,2)  =  \big(1,2\big)
    (1,2)  =  \bigl(1,2\bigr)
    (1,2)  =  y=2, x=1
    (1,2)  ≠  (2,1)
    (1,2)  ≠  (1,2,3)
    (1,2)  ≠  (1,2]
    (1,2)  ≠  1
    (1,2)  ≠  12
    (1,2)  ≠  \{1,2\}
    (1,2)  ≠  (1,-2)
    (5,\frac{\pi}{2})  =  \left(5,\frac{\pi}{2}\right)
    (5,\frac{\pi}{2})  =  (5, π/2)
    (5,\frac{\pi}{2})  ≠  (\frac{\pi}{2},5)
    (-1,2,3)  =  (-1, 2, 3)
    (-1,2,3)  =  \langle -1,2,3\rangle
    (-1,2,3)  =  x=-1,y=2,z=3
    (-1,2,3)  ≠  (1,2,3)
    (-1,2,3)  ≠  (-1,3,2)
    (1,2),(3,4)  =  (3,4),(1,2)
    (1,2),(3,4)  =  (1,2) and (3,4)
    (1,2),(3,4)  =  \{(1,2),(3,4)\}
    (1,2),(3,4)  ≠  (1,2)
    (1,2),(3,4)  ≠  (1,3),(2,4)
    (1,2),(3,4)  ≠  (2,1),(4,3)
    1,2,3  =  3,2,1
    1,2,3  =  1; 2; 3
    1,2,3  =  1, 2, and 3
    1,2,3  =  \{1,2,3\}
    1,2,3  =  x=1,2,3
    1,2,3  =  x=1, x=2, x=3
    1,2,3  =  x = 1 or x = 2 or x = 3
    1,2,3  =  x\in\{1,2,3\}
    1,2,3  =  1 and 2 and 3
    1,2,3  =  1\text{ and }2\text{ and }3
    1,2,3  =  x_1=1,x_2=2,x_3=3
    1,2,3  =  1,\,2,\,3
    1,2,3  =  1，2，3
    1,2,3  =  1、2、3
    1,2,3  =  $1$, $2$, $3$
    1,2,3  =  $1$, $2$ and $3$
    1,2,3  =  \boxed{1},\boxed{2},\boxed{3}
    1,2,3  ≠  1,2
    1,2,3  ≠  1,2,3,3
    1,2,3  ≠  1,2,4
    1,2,3  ≠  1.23
    1,2,3  ≠  1,23
    -2,5  =  5,-2
    -2,5  =  5 or -2
    -2,5  =  x=-2, 5
    -2,5  =  x=5\text{ or }x=-2
    -2,5  =  x=5\lor x=-2
    -2,5  =  x\in\{-2,5\}
    -2,5  =  \{-2, 5\}
    -2,5  =  x_1=-2, x_2=5
    -2,5  =  x=-2 \text{ and } x=5
    -2,5  ≠  -2.5
    -2,5  ≠  2,5
    -2,5  ≠  5
    """#

  static let sets = #"""
    \{1,2,3\}  =  \{3, 2, 1\}
    \{1,2,3\}  =  \left\{1,2,3\right\}
    \{1,2,3\}  =  \lbrace 1,2,3\rbrace
    \{1,2,3\}  =  \{1,2,2,3\}
    \{1,2,3\}  =  {3,1,2}
    \{1,2,3\}  =  x\in\{1,2,3\}
    \{1,2,3\}  =  \{x\mid x=1,2,3\}
    \{1,2,3\}  =  S=\{1,2,3\}
    \{1,2,3\}  =  \{1\}\cup\{2,3\}
    \{1,2,3\}  =  1,2,3
    \{1,2,3\}  ≠  \{1,2\}
    \{1,2,3\}  ≠  [1,3]
    \{1,2,3\}  ≠  \{1,2,\{3\}\}
    \{1,2,3\}  ≠  \emptyset
    \emptyset  =  \varnothing
    \emptyset  =  \{\}
    \emptyset  =  \{ \}
    \emptyset  =  ∅
    \emptyset  =  empty set
    \emptyset  =  \text{no solution}
    \emptyset  =  no solutions
    \emptyset  =  the empty set
    \emptyset  =  {}
    \emptyset  ≠  0
    \emptyset  ≠  \{0\}
    \emptyset  ≠  \mathbb{R}
    \{(1,2),(3,4)\}  =  \{(3,4),(1,2)\}
    \{(1,2),(3,4)\}  ≠  \{(2,1),(3,4)\}
    [1,2,3]  =  [1, 2, 3]
    [1,2,3]  ≠  [3,2,1]
    [1,2,3]  ≠  [1,2]
    ['a','b']  =  ["a","b"]
    ['a','b']  ≠  ['b','a']
    {'a': 1}  =  {"a": 1}
    {'a': 1, 'b': 2}  =  {'b': 2, 'a': 1}
    True  =  \text{True}
    True  =  true.
    True  ≠  False
    None  =  none
    None  ≠  0
    """#

  static let intervals = #"""
    (1,2]  =  (1,2\rbrack
    (1,2]  =  1 < x ≤ 2
    (1,2]  =  1<x<=2
    (1,2]  =  \{x\mid 1<x\le 2\}
    (1,2]  =  \{x : 1 < x \leq 2\}
    (1,2]  =  \{x\in\mathbb{R}:1<x\le2\}
    (1,2]  =  x\in (1,2]
    (1,2]  =  \left(1,2\right]
    (1,2]  =  2\ge x>1
    (1,2]  =  x>1\text{ and }x\le2
    (1,2]  =  x>1, x\le 2
    (1,2]  =  (1.0,2.0]
    (1,2]  =  (\frac22,\sqrt4]
    (1,2]  =  1\lt x\leqslant 2
    (1,2]  =  x \le 2, x > 1
    (1,2]  ≠  (1,2)
    (1,2]  ≠  1\le x\le2
    (1,2]  ≠  1<x<2
    (1,2]  ≠  (1,3]
    (1,2]  ≠  (2,1]
    [0,\infty)  =  x\ge 0
    [0,\infty)  =  [0,+\infty)
    [0,\infty)  =  [0,∞)
    [0,\infty)  =  \{x|x\geq0\}
    [0,\infty)  =  x\geqslant 0
    [0,\infty)  =  [0,\infty[
    [0,\infty)  =  0\le x<\infty
    [0,\infty)  =  \mathbb{R}_{\ge0}
    [0,\infty)  ≠  (0,\infty)
    [0,\infty)  ≠  [0,1)
    [0,\infty)  ≠  x>0
    (-\infty,\infty)  =  \mathbb{R}
    (-\infty,\infty)  =  all real numbers
    (-\infty,\infty)  =  x\in\mathbb{R}
    (-\infty,\infty)  =  -\infty<x<\infty
    (-\infty,\infty)  =  (-\infty,0)\cup[0,\infty)
    (-\infty,\infty)  =  ℝ
    (-\infty,1)\cup(2,\infty)  =  x<1 \lor x>2
    (-\infty,1)\cup(2,\infty)  =  (2,\infty)\cup(-\infty,1)
    (-\infty,1)\cup(2,\infty)  =  \mathbb{R}\setminus[1,2]
    (-\infty,1)\cup(2,\infty)  =  x\in(-\infty,1)\cup(2,\infty)
    (-\infty,1)\cup(2,\infty)  =  \{x\mid x<1\text{ or }x>2\}
    (-\infty,1)\cup(2,\infty)  =  (-∞,1)∪(2,∞)
    (-\infty,1)\cup(2,\infty)  =  (-inf,1) U (2,inf)
    (-\infty,1)\cup(2,\infty)  =  (-oo,1) U (2,oo)
    (-\infty,1)\cup(2,\infty)  =  (-\infty,1),(2,\infty)
    (-\infty,1)\cup(2,\infty)  =  (-\infty,1)\text{ or }(2,\infty)
    (-\infty,1)\cup(2,\infty)  =  ]-\infty,1[\cup]2,\infty[
    (-\infty,1)\cup(2,\infty)  =  (x-1)(x-2)>0
    (-\infty,1)\cup(2,\infty)  =  |x-\frac32|>\frac12
    (-\infty,1)\cup(2,\infty)  ≠  (-\infty,1)\cup[2,\infty)
    (-\infty,1)\cup(2,\infty)  ≠  (1,2)
    (-\infty,1)\cup(2,\infty)  ≠  (-\infty,2)\cup(1,\infty)
    (-\infty,0)\cup(0,\infty)  =  x\neq 0
    (-\infty,0)\cup(0,\infty)  =  \mathbb{R}\setminus\{0\}
    (-\infty,0)\cup(0,\infty)  =  x\in\mathbb{R},x\ne0
    (-\infty,0)\cup(0,\infty)  =  all reals except 0
    (-\infty,0)\cup(0,\infty)  =  x<0\text{ or }x>0
    (-\infty,0)\cup(0,\infty)  =  \{x\in\mathbb{R}\mid x\ne0\}
    (-\infty,0)\cup(0,\infty)  ≠  \mathbb{R}
    [1,2]\cap[2,3]  =  \{2\}
    [1,3]\cap[2,4]  =  [2,3]
    (0,3)\cap\mathbb{Z}  =  \{1,2\}
    [-1,1]  =  |x|\le1
    [-1,1]  =  x^2\le 1
    [-1,1]  =  -1\le x\le1
    [-1,1]  ≠  |x|<1
    """#

  static let inequalities = #"""
    x>3  =  x > 3.0
    x>3  =  (3,\infty)
    x>3  =  \{x|x>3\}
    x>3  =  x\in(3,\infty)
    x>3  =  3-x<0
    x>3  =  \frac{x}{3}>1
    x>3  =  x>3, x\in\mathbb{R}
    x>3  ≠  x>4
    x>3  ≠  x\ne3
    x>3  ≠  -x>-3
    x>3  ≠  x=3
    a<b  =  b>a
    a<b  ≠  a>b
    a<b  ≠  a\le b
    a\le b  =  b\ge a
    x\ne 3  =  x\neq3
    x\ne 3  =  x!=3
    x\ne 3  =  \mathbb{R}\setminus\{3\}
    x\ne 3  ≠  x=3
    -2<x<5  =  x\in(-2,5)
    -2<x<5  =  (-2,5)
    -2<x<5  =  5>x>-2
    -2<x<5  =  x>-2\text{ and }x<5
    -2<x<5  ≠  x>-2 \text{ or } x<5
    k\ge -\frac14  =  k\geq-0.25
    k\ge -\frac14  =  k \in [-1/4, \infty)
    k\ge -\frac14  =  [-1/4,\infty)
    k\ge -\frac14  =  4k+1\ge0
    k\ge -\frac14  ≠  k>-\frac14
    """#

  static let equations = #"""
    x=5  =  5
    x=5  =  5=x
    x=5  =  x = 5.0
    x=5  =  x-5=0
    x=5  ≠  x=6
    x=5  ≠  x\ne5
    x=5  ≠  x>5
    y=2x+1  =  2x+1
    y=2x+1  =  y=1+2x
    y=2x+1  =  2x-y+1=0
    y=2x+1  =  y-2x=1
    y=2x+1  =  f(x)=2x+1
    y=2x+1  =  y = 2*x + 1
    y=2x+1  =  x=\frac{y-1}{2}
    y=2x+1  ≠  y=2x-1
    y=2x+1  ≠  y=x+1
    y=2x+1  ≠  x=2y+1
    5x-2y+11=0  =  -5x+2y-11=0
    5x-2y+11=0  =  5x-2y=-11
    5x-2y+11=0  =  10x-4y+22=0
    5x-2y+11=0  =  y=\frac{5x+11}{2}
    5x-2y+11=0  =  y=2.5x+5.5
    5x-2y+11=0  ≠  5x+2y+11=0
    5x-2y+11=0  ≠  5x-2y+11
    x^2+y^2=4  =  y^2+x^2=4
    x^2+y^2=4  =  x^2+y^2-4=0
    x^2+y^2=4  =  \frac{x^2}{4}+\frac{y^2}{4}=1
    x^2+y^2=4  =  x²+y²=4
    x^2+y^2=4  =  x^2+y^2=2^2
    x^2+y^2=4  ≠  x^2+y^2=2
    x^2+y^2=4  ≠  x^2+y^2=16
    (x-1)^2+(y+2)^2=9  =  x^2+y^2-2x+4y-4=0
    (x-1)^2+(y+2)^2=9  =  (y+2)^2+(x-1)^2=3^2
    (x-1)^2+(y+2)^2=9  ≠  (x+1)^2+(y-2)^2=9
    \frac{x^2}{9}+\frac{y^2}{4}=1  =  4x^2+9y^2=36
    \frac{x^2}{9}+\frac{y^2}{4}=1  ≠  \frac{x^2}{4}+\frac{y^2}{9}=1
    F=ma  =  F=am
    F=ma  =  ma=F
    F=ma  =  a=\frac{F}{m}
    F=ma  ≠  F=m/a
    E=mc^2  =  E=c^2m
    E=mc^2  =  E = m c^2
    E=mc^2  ≠  E=mc
    A=\pi r^2  =  \pi r^2
    A=\pi r^2  =  A=r^2\pi
    PV=nRT  =  nRT=PV
    V=\frac{4}{3}\pi r^3  =  V = 4\pi r^3/3
    """#

  static let systems = #"""
    x=2,y=3  =  (2,3)
    x=2,y=3  =  y=3,x=2
    x=2,y=3  =  x=2\text{ and }y=3
    x=2,y=3  =  (x,y)=(2,3)
    x=2,y=3  =  \begin{cases}x=2\\y=3\end{cases}
    x=2,y=3  =  \{x=2,y=3\}
    x=2,y=3  ≠  x=3,y=2
    x=2,y=3  ≠  x=2
    \begin{cases}x=2\\y=3\end{cases}  =  x=2,y=3
    \begin{cases}x+y=5\\x-y=1\end{cases}  =  x-y=1, x+y=5
    a=1,b=2,c=3  =  c=3,b=2,a=1
    a=1,b=2,c=3  =  a=1;b=2;c=3
    a=1,b=2,c=3  ≠  a=1,b=3,c=2
    """#

  static let matrices = #"""
    \begin{pmatrix}1&2\\3&4\end{pmatrix}  =  \begin{bmatrix}1&2\\3&4\end{bmatrix}
    \begin{pmatrix}1&2\\3&4\end{pmatrix}  =  \begin{pmatrix} 1 & 2 \\ 3 & 4 \\ \end{pmatrix}
    \begin{pmatrix}1&2\\3&4\end{pmatrix}  =  \begin{pmatrix}1.0&2\\3&\frac{8}{2}\end{pmatrix}
    \begin{pmatrix}1&2\\3&4\end{pmatrix}  =  \left(\begin{matrix}1&2\\3&4\end{matrix}\right)
    \begin{pmatrix}1&2\\3&4\end{pmatrix}  =  \left(\begin{array}{cc}1&2\\3&4\end{array}\right)
    \begin{pmatrix}1&2\\3&4\end{pmatrix}  =  [1,2;3,4]
    \begin{pmatrix}1&2\\3&4\end{pmatrix}  =  [1 2; 3 4]
    \begin{pmatrix}1&2\\3&4\end{pmatrix}  =  ((1,2),(3,4))
    \begin{pmatrix}1&2\\3&4\end{pmatrix}  =  \begin{pmatrix}1&2\\[2pt]3&4\end{pmatrix}
    \begin{pmatrix}1&2\\3&4\end{pmatrix}  =  \begin{pmatrix}1&3\\2&4\end{pmatrix}^T
    \begin{pmatrix}1&2\\3&4\end{pmatrix}  ≠  \begin{pmatrix}1&3\\2&4\end{pmatrix}
    \begin{pmatrix}1&2\\3&4\end{pmatrix}  ≠  \begin{pmatrix}1&2\\3&5\end{pmatrix}
    \begin{pmatrix}1&2\\3&4\end{pmatrix}  ≠  \begin{pmatrix}1&2&3&4\end{pmatrix}
    \begin{pmatrix}1&2\\3&4\end{pmatrix}  ≠  \begin{vmatrix}1&2\\3&4\end{vmatrix}
    \begin{pmatrix}1&2\\3&4\end{pmatrix}  ≠  (1,2,3,4)
    \begin{pmatrix}1/2&0\\0&1\end{pmatrix}  =  \begin{pmatrix}0.5&0\\0&1\end{pmatrix}
    \begin{pmatrix}1\\2\\3\end{pmatrix}  =  [1,2,3]^T
    \begin{pmatrix}1\\2\\3\end{pmatrix}  =  \begin{bmatrix}1\\2\\3\end{bmatrix}
    \begin{pmatrix}1\\2\\3\end{pmatrix}  =  \langle1,2,3\rangle
    \begin{pmatrix}1\\2\\3\end{pmatrix}  ≠  \begin{pmatrix}1\\3\\2\end{pmatrix}
    \begin{pmatrix}1\\2\\3\end{pmatrix}  =  \begin{pmatrix}1&2&3\end{pmatrix}^T
    \begin{pmatrix}2&4\\6&8\end{pmatrix}  =  2\begin{pmatrix}1&2\\3&4\end{pmatrix}
    I_2  =  I_{2}
    """#

  static let vectors = #"""
    \langle 1,-2\rangle  =  (1,-2)
    \langle 1,-2\rangle  =  \begin{pmatrix}1\\-2\end{pmatrix}
    \langle 1,-2\rangle  =  i-2j
    \langle 1,-2\rangle  =  \vec{v}=\langle1,-2\rangle
    \langle 1,-2\rangle  =  \mathbf{v}=(1,-2)
    \langle 1,-2\rangle  =  [1,-2]
    \langle 1,-2\rangle  =  \hat{\imath}-2\hat{\jmath}
    \langle 1,-2\rangle  =  \boldsymbol{i}-2\boldsymbol{j}
    \langle 1,-2\rangle  ≠  (1,2)
    \langle 1,-2\rangle  ≠  \mathbf{i}+2\mathbf{j}
    \langle 1,-2\rangle  ≠  -1
    3\mathbf{i}-\mathbf{j}+2\mathbf{k}  =  (3,-1,2)
    3\mathbf{i}-\mathbf{j}+2\mathbf{k}  =  3\hat{i}-\hat{j}+2\hat{k}
    3\mathbf{i}-\mathbf{j}+2\mathbf{k}  =  3i - j + 2k
    3\mathbf{i}-\mathbf{j}+2\mathbf{k}  ≠  (3,1,2)
    """#
}
