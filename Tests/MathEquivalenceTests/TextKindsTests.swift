import MathEquivalence
import Testing

/// Own pairs for texts, moments, options and decoration, equal ones and traps.
@Suite struct TextKindsTests {
  private func check(_ pair: Case) throws {
    let decision = try Equivalence(gold: pair.gold).compare(pair.answer)
    #expect(decision.outcome == (pair.isEqual ? .equal : .different), "\(pair): \(decision.reason)")
  }

  @Test func momentsAreToldApart() throws {
    for pair in cases(TextKindsTables.moments) { try check(pair) }
  }

  @Test func truthAndInfinityAreToldApart() throws {
    for pair in cases(TextKindsTables.truthAndInfinity) { try check(pair) }
  }

  @Test func wordsAreToldApart() throws {
    for pair in cases(TextKindsTables.words) { try check(pair) }
  }

  @Test func optionsAreToldApart() throws {
    for pair in cases(TextKindsTables.options) { try check(pair) }
  }

  @Test func anglesAreToldApart() throws {
    for pair in cases(TextKindsTables.angles) { try check(pair) }
  }

  @Test func decorationAreToldApart() throws {
    for pair in cases(TextKindsTables.decoration) { try check(pair) }
  }

  @Test func chainsAreToldApart() throws {
    for pair in cases(TextKindsTables.chains) { try check(pair) }
  }

  @Test func trapsAreToldApart() throws {
    for pair in cases(TextKindsTables.traps) { try check(pair) }
  }
}

private enum TextKindsTables {
  static let moments = #"""
    3:30 PM  =  3:30 pm
    3:30 PM  =  3:30 p.m.
    3:30 PM  =  3:30PM
    3:30 PM  =  3:30\text{ PM}
    3:30 PM  =  15:30:00
    3:30 PM  =  03:30 PM
    3:30 PM  ≠  3:31 PM
    3:30 PM  ≠  3.5
    12:00  =  12:00 PM
    12:00  =  noon
    12:00  ≠  12:00 AM
    12:00 AM  =  00:00
    12:00 AM  =  midnight
    2021-03-05  =  March 5, 2021
    2021-03-05  =  5 March 2021
    2021-03-05  =  2021/03/05
    2021-03-05  =  March 5th, 2021
    2021-03-05  =  the 5th of March 2021
    2021-03-05  =  Mar. 5, 2021
    2021-03-05  =  2021/3/5
    2021-03-05  =  5 Mar 2021
    2021-03-05  =  2021年3月5日
    2021-03-05  =  Friday, March 5, 2021
    2021-03-05  ≠  March 6, 2021
    2021-03-05  ≠  March 5, 2022
    2021-03-05  ≠  March 5
    March 15  =  15 March
    March 15  =  Mar 15
    March 15  =  March 15th
    March 15  =  the fifteenth of March
    March 15  ≠  May 15
    Monday  =  monday
    Monday  =  Mon
    Monday  ≠  Sunday
    """#

  static let truthAndInfinity = #"""
    Yes  =  yes
    Yes  =  YES
    Yes  =  Yes.
    Yes  =  \text{Yes}
    Yes  =  \textbf{Yes}
    Yes  =  yes!
    Yes  =  Yes, because it is prime
    Yes  ≠  no
    Yes  ≠  maybe
    No  =  no
    No  =  No.
    No  =  No, it is not.
    No  ≠  not
    True  =  TRUE
    True  =  \text{true}
    True  =  \mathrm{True}
    True  ≠  false
    True  ≠  not true
    False  =  false
    \infty  =  \text{infinity}
    \infty  =  +\infty
    \infty  =  oo
    \infty  =  Infinity
    \infty  ≠  -\infty
    \infty  ≠  0
    -\infty  =  -∞
    -\infty  =  negative infinity
    -\infty  =  minus infinity
    \text{infinitely many}  =  infinitely many
    \text{infinitely many}  =  infinitely many solutions
    \text{undefined}  =  Undefined
    \text{undefined}  ≠  0
    \text{undefined}  ≠  \infty
    \text{no solution}  =  no solution
    \text{no solution}  =  No solution.
    \text{no solution}  =  no solutions
    \text{no solution}  =  there is no solution
    \text{no solution}  =  \emptyset
    \text{no solution}  ≠  infinitely many solutions
    \text{DNE}  =  does not exist
    \text{does not exist}  =  DNE
    """#

  static let words = #"""
    \text{even}  =  Even
    \text{even}  =  even.
    \text{even}  =  \mathrm{even}
    \text{even}  =  "even"
    \text{even}  ≠  neither
    \text{ellipse}  =  Ellipse
    \text{ellipse}  =  the ellipse
    \text{ellipse}  =  \textbf{ellipse}
    \text{ellipse}  =  An ellipse.
    \text{ellipse}  ≠  circle
    east  =  East
    east  =  \text{east}
    east  =  the east
    \text{Evelyn}  =  Evelyn
    \text{Evelyn}  =  evelyn
    \text{Evelyn}  ≠  Evans
    \text{Alice, Bob}  =  Alice, Bob
    \text{Alice, Bob}  =  Alice and Bob
    \text{Alice, Bob}  =  Bob, Alice
    \text{Alice, Bob}  ≠  Bob
    \text{NaCl}  =  NaCl
    \text{NaCl}  =  \mathrm{NaCl}
    \text{NaCl}  =  \ce{NaCl}
    \text{NaCl}  ≠  KCl
    \text{H}_2\text{O}  =  H2O
    \text{H}_2\text{O}  =  H_2O
    \text{H}_2\text{O}  =  H₂O
    \text{H}_2\text{O}  =  \ce{H2O}
    \text{H}_2\text{O}  =  \mathrm{H_2O}
    \text{H}_2\text{O}  ≠  H2O2
    \text{CO}_2  ≠  Co_2
    \text{New York}  =  new york
    \text{New York}  =  New  York
    \text{New York}  ≠  York
    \text{right triangle}  =  a right triangle
    five  =  5
    5  =  \text{five}
    5  =  Five
    5  =  five.
    5  ≠  fifty
    5  ≠  fifteen
    100  =  hundred
    100  =  a hundred
    100  =  one-hundred
    100  =  \text{one hundred}
    42  =  forty-two
    42  =  forty two
    42  ≠  twenty-four
    1000  =  one thousand
    1000  =  1 thousand
    15  =  fifteen
    21  =  twenty-one
    123  =  one hundred twenty-three
    123  =  one hundred and twenty three
    \frac{1}{3}  =  one third
    \frac{1}{3}  =  one-third
    \frac{3}{4}  =  three fourths
    3rd  =  third
    2nd  =  second
    5th  =  fifth
    8  =  8 
    8  =  8 个
    8  =  ８
    """#

  static let options = #"""
    B  =  B.
    B  =  B)
    B  =  \text{B}
    B  =  \textbf{B}
    B  =  **B**
    B  =  \mathrm{B}
    B  =  \textbf{(B)}
    B  =  \textbf{(B) }42
    B  =  B: 42
    B  =  [B]
    B  =  choice B
    B  =  answer B
    B  =  The answer is B
    B  =  Answer: B
    B  =  option (B)
    B  =  B) 5
    B  =  $B$
    B  ≠  C
    B  ≠  A
    B  ≠  A or B
    B  ≠  AB
    B  ≠  Both
    B  ≠  8
    A,C  =  A, C
    A,C  =  AC
    A,C  =  A and C
    A,C  =  C, A
    A,C  =  (A),(C)
    A,C  =  \{A,C\}
    A,C  =  A; C
    A,C  =  A & C
    A,C  ≠  A,B,C
    A,C  ≠  C
    A,C  ≠  A,D
    """#

  static let angles = #"""
    45^\circ  =  45°
    45^\circ  =  45 degrees
    45^\circ  =  45\text{ degrees}
    45^\circ  =  45
    45^\circ  =  0.25\pi
    45^\circ  =  \frac{\pi}{4}\text{ rad}
    45^\circ  =  \pi/4 radians
    45^\circ  =  45\degree
    45^\circ  =  45.0^\circ
    45^\circ  =  \ang{45}
    45^\circ  =  45^\circ 0'
    45^\circ  =  \angle A=45^\circ
    45^\circ  ≠  44^\circ
    45^\circ  ≠  45\%
    45^\circ  ≠  \frac{\pi}{3}
    30^\circ 30'  =  30.5^\circ
    12^\circ 15' 36''  =  12.26^\circ
    \frac{\pi}{3}  =  60^\circ
    \frac{\pi}{3}  =  60°
    \frac{\pi}{3}  ≠  60
    """#

  static let decoration = #"""
    \frac{1}{2}  =  \frac{1}{2}.
    \frac{1}{2}  =  \(\frac{1}{2}\)
    \frac{1}{2}  =  \[\frac{1}{2}\]
    \frac{1}{2}  =  $\frac{1}{2}$
    \frac{1}{2}  =  \displaystyle\frac{1}{2}
    \frac{1}{2}  =  \boxed{\frac{1}{2}}
    \frac{1}{2}  =  \boxed{\dfrac{1}{2}}.
    \frac{1}{2}  =  **\frac{1}{2}**
    \frac{1}{2}  =  \mathbf{\frac{1}{2}}
    \frac{1}{2}  =  \underline{\frac{1}{2}}
    \frac{1}{2}  =  \frac{1}{2}\,
    \frac{1}{2}  =  \ \frac{1}{2}
    \frac{1}{2}  =  {\frac{1}{2}}
    \frac{1}{2}  =  \left(\dfrac{1}{2}\right)
    \frac{1}{2}  =  \frac{\,1\,}{\,2\,}
    \frac{1}{2}  =  \large\frac{1}{2}
    \frac{1}{2}  =  \mathrm{\frac{1}{2}}
    \frac{1}{2}  =  \ensuremath{\frac12}
    \frac{1}{2}  =  \colorbox{yellow}{$\frac{1}{2}$}
    \frac{1}{2}  =  \text{$\frac{1}{2}$}
    \frac{1}{2}  =  \phantom{}\frac{1}{2}
    \frac{1}{2}  =  \begin{align*}\frac{1}{2}\end{align*}
    \frac{1}{2}  =  \begin{aligned}\frac{1}{2}\end{aligned}
    \frac{1}{2}  =  \frac{1}{2}\\
    \frac{1}{2}  =  \frac{1}{2}\qquad
    \frac{1}{2}  =  &\frac{1}{2}
    \frac{1}{2}  =  The answer is \frac{1}{2}.
    \frac{1}{2}  =  Answer: 1/2
    \frac{1}{2}  =  \frac{1}{2}\blacksquare
    \frac{1}{2}  =  \frac{1}{2} \checkmark
    """#

  static let chains = #"""
    5  =  5 = 5
    5  =  5 ✓
    5  =  n=2+3=5
    5  =  x=\frac{10}{2}=5
    5  =  AB=5
    5  =  f(2)=5
    5  =  P(A)=5
    5  =  |AB|=5
    5  =  2+3=5
    5  =  10/2=5
    5  =  \therefore x=5
    5  =  \Rightarrow 5
    5  =  = 5
    5  =  => 5
    5  =  \approx 5
    5  =  \angle A = 5
    5  ≠  5=6
    5  ≠  x=6=5
    5  ≠  x=5,y=6
    5  ≠  x=5\text{ or }6
    5  ≠  5 or 6
    5  ≠  6, 5
    5  ≠  not 5
    """#

  static let traps = #"""
    B  ≠  c
    B  ≠  a
    x  ≠  X
    5  ≠  -5
    5  ≠  5i
    5  ≠  5x
    5  ≠  5^2
    5  ≠  \frac{1}{5}
    5  ≠  5.05
    5  ≠  0.5
    5  ≠  \sqrt{5}
    5  ≠  5!
    5  ≠  |x|=5
    5  ≠  x^2=5
    5  ≠  x<5
    5  ≠  x\ge5
    5  ≠  5 or more
    5  ≠  at least 5
    5  ≠  about 5
    5  ≠  5+1
    5  ≠  5,5
    5  ≠  (5)(5)
    5  ≠  5 6
    5  ≠  x=5+k
    5  ≠  5 dozen
    5  ≠  5 million
    5  ≠  \$5 million
    5  ≠  1/5
    5  ≠  five hundred
    5  ≠  -(-(-5))
    \frac{3}{4}  ≠  \frac{4}{3}
    \frac{3}{4}  ≠  3,4
    \frac{3}{4}  ≠  0.34
    \frac{3}{4}  ≠  3\frac{3}{4}
    \frac{3}{4}  ≠  \frac{3}{4}x
    \frac{3}{4}  ≠  75
    \frac{3}{4}  ≠  \frac{3}{4}\pi
    2+\sqrt{3}  ≠  2-\sqrt{3}
    2+\sqrt{3}  ≠  \sqrt{5}
    2+\sqrt{3}  ≠  2\sqrt{3}
    2+\sqrt{3}  ≠  3+\sqrt{2}
    2+\sqrt{3}  ≠  3.732
    10 m/s  ≠  10 m
    10 m/s  ≠  10 s/m
    10 m/s  ≠  36 m/s
    3 kg  ≠  3 m
    20 N  ≠  20 J
    \$5  ≠  \$4.99
    \$5  ≠  5\%
    \$5  ≠  \$-5
    \$5  ≠  \$5k
    45^\circ  ≠  45'
    45^\circ  ≠  0.45
    45^\circ  ≠  45 rad
    30^\circ 30'  ≠  30.30^\circ
    (3,4)  ≠  3,4,5
    (3,4)  ≠  (3,4,0)
    (3,4)  ≠  [3,4]
    (3,4)  ≠  3+4
    (3,4)  ≠  3.4
    (3,4)  ≠  \frac34
    [3,4]  ≠  (3,4)
    [3,4]  ≠  \{3,4\}
    [3,4]  ≠  3\le x<4
    x\in[3,4]  ≠  x\in[3,5]
    x>2  ≠  x>-2
    x>2  ≠  x\ge2
    x>2  ≠  x>2, x<5
    x=1,2  ≠  x=1
    x=1,2  ≠  x=1,3
    x=1,2  ≠  (1,2)
    x=1\text{ or }x=2  ≠  x=1\text{ or }x=-2
    y=3x-4  ≠  y=-3x+4
    y=3x-4  ≠  y=4-3x
    y=3x-4  ≠  y=3x
    y=3x-4  ≠  y=3(x-4)
    y=3x-4  ≠  3x-4=0
    x^2+y^2=25  ≠  x^2+y^2=5
    x^2+y^2=25  ≠  x+y=5
    \begin{pmatrix}1\\2\end{pmatrix}  ≠  \begin{pmatrix}2\\1\end{pmatrix}
    \begin{pmatrix}1\\2\end{pmatrix}  ≠  \{1,2\}
    \begin{pmatrix}1&0\\0&1\end{pmatrix}  ≠  1
    2^{n}  ≠  2n
    2^{n}  ≠  n^2
    2^{n}-1  ≠  2^{n-1}
    n!  ≠  n
    n!  ≠  (n-1)!
    \binom{n}{k}  ≠  \binom{k}{n}
    \binom{n}{k}  ≠  \frac{n}{k}
    \log_2 x  ≠  \log_x 2
    \ln(x+1)  ≠  \ln x+1
    \ln(x+1)  ≠  \ln x
    \sin x  ≠  \cos x
    \sin x  ≠  -\sin x
    \sin x  ≠  \sin^{-1}x
    \sin x  ≠  x
    \tan x  ≠  \cot x
    e^x  ≠  e^{-x}
    e^x  ≠  ex
    e^{x+1}  ≠  e^x+1
    \sqrt{x+1}  ≠  \sqrt{x}+1
    \sqrt{x^2+1}  ≠  x+1
    \sqrt{x^2}  ≠  x
    |x-1|  ≠  x-1
    \frac{x}{|x|}  ≠  1
    x^{2/3}  ≠  x^{3/2}
    (x+1)^3  ≠  x^3+1
    \frac{1}{x+y}  ≠  \frac1x+\frac1y
    \frac{x+1}{x-1}  ≠  \frac{1+x}{1-x}
    x^3-1  ≠  (x-1)^3
    a^2-b^2  ≠  (a-b)^2
    f(x)=x^2  ≠  f(x)=2^x
    f(x)=x^2  ≠  f(t)=t
    f(x,y)=x-y  ≠  f(y,x)=x-y
    f(x,y)=x-y  =  f(y,x)=y-x
    x^2+C  ≠  x^2+x
    x^2+C  ≠  x^2+5
    x^2+C  ≠  x^2-y
    2x+C  ≠  2C+x
    C  ≠  K
    Ce^{x}  ≠  e^{Cx}
    3+4i  ≠  4+3i
    3+4i  ≠  3-4i
    3+4i  ≠  5
    3+4i  ≠  3+4j^2
    i  ≠  1
    -i  ≠  i
    \pm 3  ≠  3
    \pm 3  ≠  \pm 9
    \frac{1\pm\sqrt5}{2}  ≠  \frac{1+\sqrt5}{2}
    \frac{1\pm\sqrt5}{2}  ≠  \frac{-1\pm\sqrt5}{2}
    x\equiv 2\pmod 5  ≠  x\equiv 3\pmod 5
    x\equiv 2\pmod 5  ≠  5k-2
    x\equiv 2\pmod 5  ≠  x=2
    x\equiv 2\pmod 5  =  5k-3
    2:3  ≠  3:2
    1:2:3  ≠  1:2:4
    1011_2  ≠  1011_{10}
    1011_2  ≠  1011 base 3
    FF_{16}  ≠  FE_{16}
    3:30 PM  ≠  3:30 AM
    3:30 PM  ≠  3.30
    March 5  ≠  March 15
    March 5, 2021  ≠  May 3, 2021
    Monday  ≠  Tue
    first  ≠  third
    first  =  1st
    noon  ≠  midnight
    Yes  ≠  No, it is yes
    True  ≠  False
    \infty  ≠  10^{100}
    \text{no solution}  ≠  all real numbers
    \text{infinitely many}  ≠  many
    \text{DNE}  ≠  0
    \text{red}  ≠  green
    \text{red and blue}  ≠  red
    \text{Alice, Bob}  ≠  Alice, Carol
    \text{NaCl}  ≠  NaC1
    C_6H_{12}O_6  =  C6H12O6
    C_6H_{12}O_6  ≠  C6H12O7
    \lim_{x\to0}\frac{\sin x}{x}  ≠  0
    \lim_{n\to\infty}(1+\frac1n)^n  ≠  2.718281828
    \int_0^1 x^2dx  ≠  \frac12
    \int_0^1 e^{-x^2}dx  ≠  0.7468
    \int_0^\infty e^{-x}dx  ≠  2
    \sum_{k=1}^\infty \frac1{k^2}  ≠  \frac{\pi^2}{8}
    \sum_{k=0}^\infty \frac{1}{3^k}  =  \frac32
    \sum_{k=1}^\infty \frac{1}{3^k}  =  \frac12
    \sum_{k=1}^\infty \frac{1}{3^k}  ≠  \frac32
    \sum_{k=1}^{n} k  ≠  n^2
    1 eV  ≠  1 J
    1 cal  =  4.184 J
    1 kcal  =  4184 J
    5'6''  =  66 inches
    5'6''  ≠  56 inches
    0.1\dot{6}  =  \frac16
    \$1.5M  =  1500000
    \$1.5M  ≠  1.5
    three and a half  =  3.5
    three and a half  ≠  3, 1/2
    {n \choose 2}  =  \binom n2
    {n+1 \choose 2}  =  \frac{n(n+1)}2
    x\in\{1,2\}  =  \{1,2\}
    \{1,2\}  ≠  \{1,2,1,3\}
    (1,2)\cup(3,4)  =  (3,4) U (1,2)
    (1,2)\cup(3,4)  ≠  (1,4)
    (1,2)\cup(2,3)  ≠  (1,3)
    (1,2]\cup(2,3)  =  (1,3)
    ac  ≠  ab
    \frac{ac}{2}  ≠  \frac{ab}{2}
    a^2+b^2-c^2  ≠  a^2+b^2-k^2
    x+c  ≠  x+k
    x^2+C  =  x^2+k
    C_1e^{x}+C_2e^{2x}  =  ae^{x}+be^{2x}
    C_1e^{x}+C_2e^{2x}  ≠  ae^{x}+ae^{2x}
    (1,0)  ≠  i
    (2,3)  ≠  2+3i
    \langle 2,3\rangle  =  2i+3j
    """#
}
