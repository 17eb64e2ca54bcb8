/// The words and signs that have a meaning of their own.
enum Vocabulary {
  /// The meaning of a run of ASCII letters.
  static func kind(ofRun run: String) -> Token.Kind {
    if run.utf8.count == 1 { return letter(run) }
    if let kind = names[run] { return kind }
    let lower = UnitTable.lowercased(run)
    if run != lower, let kind = names[lower], !caseMatters.contains(lower) { return kind }
    return .word(run)
  }

  static func letter(_ letter: String) -> Token.Kind {
    switch letter {
    case "e": .constant(.e)
    case "i": .constant(.i)
    default: .symbol(letter)
    }
  }

  /// Names that are ordinary words or units when written in another case.
  private static let caseMatters: Set<String> = ["re", "im", "ln", "lg", "lb"]

  static let functions: [String: Function] = [
    "sin": .sin, "cos": .cos, "tan": .tan, "cot": .cot, "sec": .sec, "csc": .csc, "tg": .tan,
    "ctg": .cot, "cosec": .csc, "nCr": .binomial, "ncr": .binomial, "comb": .binomial,
    "nPr": .permutations, "arcsin": .arcsin, "arccos": .arccos, "arctan": .arctan,
    "asin": .arcsin, "acos": .arccos, "atan": .arctan, "arctg": .arctan, "arccot": .arccot,
    "arcsec": .arcsec, "arccsc": .arccsc, "sinh": .sinh, "cosh": .cosh, "tanh": .tanh,
    "coth": .coth, "sech": .sech, "csch": .csch, "arcsinh": .arcsinh, "asinh": .arcsinh,
    "arsinh": .arcsinh, "arccosh": .arccosh, "acosh": .arccosh, "arcosh": .arccosh,
    "arctanh": .arctanh, "atanh": .arctanh, "artanh": .arctanh, "ln": .ln, "max": .max,
    "min": .min, "gcd": .gcd, "lcm": .lcm, "abs": .abs, "floor": .floor, "ceil": .ceil,
    "sgn": .sign, "sign": .sign, "det": .determinant, "arg": .argument, "conj": .conjugate,
  ]

  static let greek: Set<String> = [
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa",
    "lambda", "mu", "nu", "xi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega",
    "Gamma", "Delta", "Theta", "Lambda", "Xi", "Pi", "Sigma", "Upsilon", "Phi", "Psi", "Omega",
    "ell", "hbar", "triangle", "square", "odot", "star", "partial", "nabla", "aleph",
  ]

  private static let names: [String: Token.Kind] = {
    var table: [String: Token.Kind] = [:]
    for (name, function) in functions { table[name] = .function(function) }
    for name in ["alpha", "beta", "theta", "lambda", "omega", "sigma", "phi"] {
      table[name] = .symbol(name)
    }
    table["pi"] = .constant(.pi)
    for name in ["infinity", "inf", "infty", "oo"] { table[name] = .constant(.infinity) }
    table["exp"] = .command(.exp)
    table["cbrt"] = .command(.cbrt)
    table["log"] = .command(.log)
    table["lg"] = .command(.lg)
    table["sqrt"] = .command(.surd)
    table["cis"] = .command(.cis)
    table["mod"] = .command(.bmod)
    table["and"] = .mark(.and)
    table["or"] = .mark(.or)
    table["union"] = .mark(.cup)
    table["percent"] = .mark(.percent)
    table["pct"] = .mark(.percent)
    return table
  }()

  static let marks: [Unicode.Scalar: Mark] = [
    "+": .plus, "/": .divide, "^": .caret, "_": .underscore, ",": .comma, ";": .semicolon,
    "%": .percent, "?": .question, "#": .other, "@": .other,
  ]

  static let currencySigns: Set<Unicode.Scalar> = ["$", "€", "£", "¥", "₹", "₩", "₽"]

  static let bases: [String: Int] = [
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "sixteen": 16, "bin": 2, "hex": 16, "oct": 8, "dec": 10,
  ]

  /// Words of two or three letters that are never a product of variables.
  static let shortWords: Set<String> = [
    "no", "on", "is", "it", "go", "up", "so", "he", "me", "us", "we", "at", "to", "of", "by",
    "in", "as", "an", "am", "pm", "my", "be", "do", "if", "the", "are", "not", "all", "any",
    "one", "two", "six", "ten", "yes", "and", "but", "for", "has", "had", "his", "her", "its",
    "red", "day", "way", "who", "why", "how", "new", "old", "odd", "out", "per", "set", "sum",
    "was", "you", "can", "her", "man", "men", "boy", "big", "car", "cat", "dog", "sun", "mon",
    "tue", "wed", "thu", "fri", "sat", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug",
    "sep", "oct", "nov", "dec", "nor", "yet", "few", "box", "sir", "mrs", "son", "ant", "bee",
    "mod", "dne", "nan", "nil", "top", "tie", "win", "won", "end", "low", "hot", "dry", "wet",
  ]

  static let relations: [String: Relation] = [
    "le": .lessOrEqual, "leq": .lessOrEqual, "leqslant": .lessOrEqual, "ge": .greaterOrEqual,
    "geq": .greaterOrEqual, "geqslant": .greaterOrEqual, "lt": .less, "gt": .greater,
    "ne": .notEqual, "neq": .notEqual, "approx": .approximately, "simeq": .approximately,
    "thickapprox": .approximately, "sim": .proportional, "in": .element, "notin": .notElement,
    "subset": .subset, "subseteq": .subset, "implies": .implies, "Rightarrow": .implies,
    "iff": .implies, "Leftrightarrow": .implies, "propto": .proportional, "cong": .congruent,
    "equiv": .congruent, "parallel": .parallel, "perp": .perpendicular, "mid": .proportional,
  ]

  static let commandMarks: [String: Mark] = [
    "times": .times, "cdot": .times, "ast": .times, "div": .divide, "pm": .plusMinus,
    "mp": .minusPlus, "cup": .cup, "cap": .cap, "setminus": .setMinus, "backslash": .setMinus,
    "smallsetminus": .setMinus, "land": .and, "wedge": .and, "lor": .or, "vee": .or,
    "neg": .not, "lnot": .not, "to": .to, "rightarrow": .to, "ldots": .dots, "dots": .dots,
    "cdots": .dots, "vdots": .dots, "ddots": .dots, "circ": .degree, "degree": .degree,
    "langle": .openAngle, "rangle": .closeAngle, "lfloor": .openFloor, "rfloor": .closeFloor,
    "lceil": .openCeil, "rceil": .closeCeil, "lvert": .bar, "rvert": .bar, "vert": .bar,
    "lVert": .doubleBar, "rVert": .doubleBar, "Vert": .doubleBar, "angle": .angle,
    "measuredangle": .angle, "prime": .prime, "colon": .colon, "lbrace": .openSet,
    "rbrace": .closeSet, "lbrack": .openBracket, "rbrack": .closeBracket,
    "forall": .other, "exists": .other, "permille": .permille,
  ]

  static let sets: [String: NamedSet] = [
    "emptyset": .empty, "varnothing": .empty, "R": .reals, "N": .naturals, "Z": .integers,
    "Q": .rationals, "C": .complexes, "reals": .reals,
  ]

  /// Letters that name a set where one is taken from it: `R \ {0}`.
  static let plainSets: [String: NamedSet] = [
    "R": .reals, "N": .naturals, "Z": .integers, "Q": .rationals, "C": .complexes,
  ]

  static let commands: [String: Command] = [
    "frac": .frac, "dfrac": .frac, "tfrac": .frac, "cfrac": .frac, "nicefrac": .frac,
    "sfrac": .frac, "flatfrac": .frac, "binom": .binom,
    "dbinom": .binom, "tbinom": .binom, "sqrt": .sqrt, "surd": .surd, "overline": .overline,
    "bar": .overline, "exp": .exp, "log": .log, "lg": .lg, "lb": .lb, "int": .integral,
    "sum": .sum, "prod": .prod, "lim": .limit, "pmod": .pmod, "bmod": .bmod, "mod": .bmod,
    "cis": .cis, "choose": .choose, "Re": .re, "Im": .im,
  ]

  /// Dropped: they change how a formula looks and not what it says.
  static let silent: Set<String> = [
    "left", "right", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "biggl",
    "biggr", "Biggl", "Biggr", "middle", "displaystyle", "textstyle", "scriptstyle", "limits",
    "nolimits", "quad", "qquad", "enspace", "thinspace", "medspace", "negthinspace", "hfill",
    "noindent", "centering", "bf", "rm", "it", "sf", "tt", "cal", "normalsize", "large", "Large",
    "small", "checkmark", "blacksquare", "therefore", "hline", "strut", "allowbreak", "notag",
    "nonumber", "par", "space",
  ]

  /// Their braces are dropped too.
  static let frames: Set<String> = [
    "boxed", "fbox", "framebox", "underline", "ensuremath", "mathstrut", "displaylines", "oxed",
  ]

  /// Upright text.
  static let texts: Set<String> = [
    "text", "textbf", "textit", "textrm", "textsf", "texttt", "textnormal", "mbox", "hbox",
    "mathrm", "operatorname", "mathsf", "mathtt", "emph", "mathit", "rm", "textup", "textsc", "ce",
  ]

  /// Their argument keeps its braces.
  static let alphabets: Set<String> = [
    "mathbf", "boldsymbol", "bm", "vec", "hat", "widehat", "mathcal", "mathscr", "mathfrak",
    "overrightarrow", "tilde", "mathop", "mathnormal", "pmb",
  ]

  /// Passed together with the argument.
  static let invisible: Set<String> = [
    "phantom", "hphantom", "vphantom", "color", "hspace", "vspace", "label", "tag", "ref",
  ]

  /// Environments of rows and columns.
  static let matrices: Set<String> = [
    "matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "Vmatrix", "smallmatrix", "array",
  ]

  /// Environments of lines that only lay out.
  static let alignments: Set<String> = [
    "align", "align*", "aligned", "gather", "gather*", "gathered", "split", "eqnarray",
    "eqnarray*", "multline", "multline*", "alignedat",
  ]

  /// What a LaTeX command does.
  enum Meaning {
    case sign(Token.Kind)
    /// Its argument is upright text.
    case text
    /// Its braces are dropped, those of the argument too.
    case frame
    /// Its argument is a letter in another type.
    case alphabet
    /// It is passed with its argument.
    case invisible
    /// It changes how a formula looks.
    case silent
  }

  /// All commands of the tables above by name; where several have one, the first counts.
  static let meanings: [String: Meaning] = {
    var table: [String: Meaning] = [:]
    func add(_ names: some Sequence<String>, _ meaning: (String) -> Meaning?) {
      for name in names where table[name] == nil { table[name] = meaning(name) }
    }
    add(functions.keys) { functions[$0].map { .sign(.function($0)) } }
    add(commandMarks.keys) { commandMarks[$0].map { .sign(.mark($0)) } }
    add(relations.keys) { relations[$0].map { .sign(.relation($0)) } }
    add(sets.keys) { sets[$0].map { .sign(.namedSet($0)) } }
    add(commands.keys) { commands[$0].map { .sign(.command($0)) } }
    add(greek) { .sign(.symbol($0)) }
    add(texts) { _ in .text }
    add(frames) { _ in .frame }
    add(alphabets) { _ in .alphabet }
    add(invisible) { _ in .invisible }
    add(silent) { _ in .silent }
    return table
  }()
}
