import Grading
@testable import Problems

/// A record of each foreign format, written for these tests, and the problem that it must become.
struct Fixture: Sendable {
  var format: ProblemFormat
  var file: String
  var text: String
  /// The native document without what follows from defaults.
  var id: String
  var kind: Problem.Kind
  /// Native fields and their JSON text.
  var fields: [String: String]
  var solutions = 0
  /// Whether the format must be asked for.
  var isForced = false
}

enum Fixtures {
  static let all = code + contests + answers + choices + samples

  static let code: [Fixture] = [
    Fixture(
      format: .humaneval, file: "x.jsonl",
      text: #"{"task_id":"HumanEval/7","prompt":"def one():\n    \"\"\"One.\"\"\"\n","#
        + #""entry_point":"one","canonical_solution":"    return 1\n","#
        + #""test":"def check(candidate):\n    assert candidate() == 1\n"}"#,
      id: "HumanEval/7", kind: .harness,
      fields: [
        "entry_point": #""one""#, "languages": #"["python"]"#,
        "starter_code": #""def one():\n    \"\"\"One.\"\"\"\n""#,
        "harness": #""def check(candidate):\n    assert candidate() == 1\n""#,
      ], solutions: 1),
    Fixture(
      format: .humanevalX, file: "x.jsonl",
      text: ##"{"task_id":"CPP/3","prompt":"int one(){\n","##
        + ##""declaration":"#include<cmath>\nusing namespace std;\nint one(){\n","##
        + ##""canonical_solution":"  return 1;\n}\n","test":"int main(){\n  assert(one()==1);\n}\n"}"##,
      id: "CPP/3", kind: .harness,
      fields: [
        "entry_point": #""one""#, "languages": #"["cpp"]"#,
        "preamble": ##""#include<cmath>\nusing namespace std;""##,
      ], solutions: 1),
    Fixture(
      format: .multiplE, file: "x.jsonl",
      text: #"{"name":"HumanEval_1_one","language":"rs","prompt":"fn one() -> isize {\n","#
        + #""tests":"}\n\nfn main() {\n    assert_eq!(one(), 1);\n}\n","stop_tokens":["\n}"],"#
        + #""doctests":"transform","original":"x","prompt_terminology":"reworded"}"#,
      id: "HumanEval_1_one", kind: .harness,
      fields: ["entry_point": #""one""#, "languages": #"["rust"]"#]),
    Fixture(
      format: .mbpp, file: "x.jsonl",
      text: #"{"text":"Return one.","code":"def help():\n  pass\r\ndef one():\n  return 1","#
        + #""task_id":4,"test_setup_code":"x = 1","test_list":["assert (one()) == x"],"#
        + #""challenge_test_list":[]}"#,
      id: "MBPP/4", kind: .harness,
      fields: [
        "entry_point": #""one""#, "harness": #""x = 1\nassert (one()) == x\n""#,
      ], solutions: 1),
    Fixture(
      format: .mbpp, file: "sanitized.json",
      text: #"[{"source_file":"b.ipynb","task_id":5,"prompt":"Return pi.","#
        + #""code":"import math\ndef pi():\n  return math.pi","test_imports":["import math"],"#
        + #""test_list":["assert math.isclose(pi(), math.pi)"]}]"#,
      id: "MBPP/5", kind: .harness,
      fields: [
        "entry_point": #""pi""#,
        "harness": #""import math\nassert math.isclose(pi(), math.pi)\n""#,
      ], solutions: 1),
    Fixture(
      format: .evalplus, file: "x.jsonl",
      text: #"{"task_id":"HumanEval/9","prompt":"def same(x):\n","entry_point":"same","#
        + #""canonical_solution":"    return x\n","base_input":[[1],[NaN]],"#
        + #""plus_input":[[123456789012345678901234567890],[-Infinity]],"atol":0,"#
        + #""contract":"    assert x == x # $_CONTRACT_$\n"}"#,
      id: "HumanEval/9", kind: .harness, fields: ["entry_point": #""same""#], solutions: 1),
    Fixture(
      format: .leetcode, file: "x.jsonl",
      text: #"{"task_id":"one","question_id":1,"difficulty":"Easy","tags":["Array"],"#
        + #""problem_description":"Return one.","starter_code":"class Solution:\n    def one(self):\n","#
        + #""estimated_date":"2024-08-04","prompt":"import math\n","#
        + #""completion":"class Solution:\n    def one(self):\n        return 1","#
        + #""entry_point":"Solution().one","test":"def check(candidate):\n    assert candidate() == 1"}"#,
      id: "one", kind: .harness,
      fields: [
        "entry_point": #""Solution().one""#,
        "preamble": JSON.string(SortedContainers.source + "import math\n").text,
        "tags": #"["Array"]"#,
        "difficulty": #""easy""#, "date": #""2024-08-04""#,
      ], solutions: 1),
    Fixture(
      format: .bigcodebench, file: "x.jsonl",
      text:
        #"{"task_id":"BigCodeBench/1","complete_prompt":"import re\ndef f():\n    \"\"\"x\"\"\"\n","#
        + #""instruct_prompt":"Write f.","canonical_solution":"    return 1","#
        + #""code_prompt":"import re\ndef f():\n","#
        + #""test":"import unittest\nclass T(unittest.TestCase):\n    pass","entry_point":"f","#
        + #""doc_struct":"{}","libs":"['re']"}"#,
      id: "BigCodeBench/1", kind: .harness,
      fields: ["statement": #""Write f.""#, "starter_code": #""import re\ndef f():\n""#],
      solutions: 1),
    Fixture(
      format: .cruxevalOutput, file: "x.jsonl",
      text: #"{"code":"def f(x):\n    return [x]","input":"'a'","output":"['a']","id":"sample_1"}"#,
      id: "sample_1", kind: .answer,
      fields: ["answer": #"["['a']"]"#, "compare": #""python""#]),
    Fixture(
      format: .cruxevalInput, file: "x.jsonl",
      text: #"{"code":"def f(x):\n    return [x]","input":"'a'","output":"['a']","id":"sample_1"}"#,
      id: "sample_1", kind: .harness, fields: ["entry_point": #""find_arguments""#], solutions: 1,
      isForced: true),
  ]

  private static let hiddenTests = Packing.livecodebench(
    #"[{"input":"2\n","output":"2\n","testtype":"stdin"}]"#)

  static let contests: [Fixture] = [
    Fixture(
      format: .livecodebench, file: "x.jsonl",
      text: #"{"question_title":"T","question_content":"Echo.","platform":"atcoder","#
        + #""question_id":"abc1_a","contest_id":"abc1","contest_date":"2024-08-21T00:00:00","#
        + #""starter_code":"","difficulty":"easy","#
        + #""public_test_cases":"[{\"input\":\"1\\n\",\"output\":\"1\\n\",\"testtype\":\"stdin\"}]","#
        + #""private_test_cases":"\#(hiddenTests)","metadata":"{}"}"#,
      id: "abc1_a", kind: .program,
      fields: ["title": #""T""#, "date": #""2024-08-21""#, "difficulty": #""easy""#]),
    Fixture(
      format: .livecodebench, file: "functional.jsonl",
      text: #"{"question_title":"T","question_content":"Add.","platform":"leetcode","#
        + #""question_id":"3001","contest_id":"w","contest_date":"2025-01-02T00:00:00","#
        + #""starter_code":"class Solution:\n    def add(self, a, b):\n","difficulty":"hard","#
        + #""public_test_cases":"[{\"input\":\"1\\n[2]\",\"output\":\"[1,2]\",\"testtype\":\"functional\"}]","#
        + #""private_test_cases":"[]","metadata":"{\"func_name\":\"add\"}"}"#,
      id: "3001", kind: .function,
      fields: [
        "entry_point": #""add""#,
        "tests": #"[{"name":"public 1","args":[1,[2]],"returns":[1,2],"points":1,"hidden":false}]"#,
      ]),
    Fixture(
      format: .apps, file: "x.jsonl",
      text: #"{"problem_id":12,"question":"Echo.","solutions":"[\"print(input())\"]","#
        + #""input_output":"{\"inputs\":[\"1\\n\",[\"2\",\"3\"]],\"outputs\":[\"1\",[\"2\"]]}","#
        + #""difficulty":"interview","url":"https://example.org/a","starter_code":""}"#,
      id: "apps/12", kind: .program,
      fields: [
        "difficulty": #""interview""#, "source": #""https://example.org/a""#,
        "tests": #"[{"name":"1","input":"1\n","output":"1","points":1,"hidden":true},"#
          + #"{"name":"2","input":"2\n3","output":"2","points":1,"hidden":true}]"#,
      ], solutions: 1),
    Fixture(
      format: .apps, file: "taco.jsonl",
      text: #"{"question":"Add.","starter_code":"def add(a, b):","name":"Add","source":"codewars","#
        + #""input_output":"{\"fn_name\":\"add\",\"inputs\":[[1,2]],\"outputs\":[[3]]}","#
        + #""difficulty":"EASY","tags":"['Maths']","time_limit":"2.0 seconds","#
        + #""memory_limit":"256.0 megabytes","solutions":"[]","url":null}"#,
      id: "taco-" + SHA256.hex("AddAdd.").prefix(12), kind: .function,
      fields: [
        "tags": #"["Maths"]"#, "entry_point": #""add""#,
        "tests": #"[{"name":"1","args":[1,2],"returns":3,"points":1,"hidden":true}]"#,
        "limits":
          #"{"cpu":"2000ms","wall":"25000ms","memory":268435456,"output":16777216,"processes":64}"#,
      ]),
    Fixture(
      format: .codecontests, file: "x.jsonl",
      text: #"{"name":"1_A. Echo","description":"Echo.","difficulty":7,"cf_rating":800,"#
        + #""cf_tags":["math"],"public_tests":{"input":["1\n"],"output":["1\n"]},"#
        + #""private_tests":{"input":["2\n"],"output":["2\n"]},"#
        + #""generated_tests":{"input":[],"output":[]},"time_limit":{"seconds":1,"nanos":500000000},"#
        + #""memory_limit_bytes":67108864,"solutions":{"language":[3,1],"solution":["print(1)","x"]}}"#,
      id: "1_A.-Echo", kind: .program,
      fields: [
        "title": #""1_A. Echo""#, "tags": #"["math"]"#, "difficulty": #""800""#,
        "limits":
          #"{"cpu":"1500ms","wall":"45000ms","memory":67108864,"output":16777216,"processes":64}"#,
      ], solutions: 1),
    Fixture(
      format: .sandboxfusion, file: "x.jsonl",
      text: #"{"id":8,"content":"Echo.","labels":{"programming_language":"cpp","title":"T"},"#
        + #""test":[{"input":{"stdin":"1"},"output":{"stdout":"1"}}]}"#,
      id: "8", kind: .program,
      fields: [
        "languages": #"["cpp"]"#, "title": #""T""#,
        "tests": #"[{"name":"1","input":"1","output":"1","points":1,"hidden":true}]"#,
      ]),
  ]

  static let answers: [Fixture] = [
    Fixture(
      format: .gsm8k, file: "x.jsonl",
      text: #"{"question":"How many?","answer":"6 × 7 = <<6*7=42>>42\n#### 1,042"}"#,
      id: "gsm8k-" + SHA256.hex("How many?").prefix(12), kind: .answer,
      fields: ["statement": #""How many?""#, "answer": #"["1042"]"#]),
    Fixture(
      format: .math, file: "x.jsonl",
      text: #"{"problem":"Half?","level":"Level 3","type":"Algebra","#
        + #""solution":"So $\\boxed{\\frac{1}{2}}$."}"#,
      id: "math-" + SHA256.hex("Half?").prefix(12), kind: .answer,
      fields: [
        "answer": #"["\\frac{1}{2}"]"#, "difficulty": #""3""#, "tags": #"["Algebra"]"#,
      ]),
    Fixture(
      format: .math, file: "aime.jsonl",
      text: #"{"ID":"2024-I-1","Problem":"How many?","Answer":204,"Year":2024}"#,
      id: "2024-I-1", kind: .answer, fields: ["answer": #"["204"]"#]),
    Fixture(
      format: .math, file: "amc.jsonl",
      text: #"{"id":3,"problem":"What?","answer":27.0,"url":"https://example.org"}"#,
      id: "amc/3", kind: .answer,
      fields: ["answer": #"["27"]"#, "source": #""https://example.org""#]),
    Fixture(
      format: .math, file: "hmmt.jsonl",
      text: #"{"problem_idx":1,"problem":"What?","answer":"1/3","problem_type":["Geometry"]}"#,
      id: "hmmt/1", kind: .answer, fields: ["answer": #"["1/3"]"#, "tags": #"["Geometry"]"#]),
    Fixture(
      format: .math, file: "simple.csv", text: "Question,Answer\nWhat?,\"(1, 2)\"\n",
      id: "math-" + SHA256.hex("What?").prefix(12), kind: .answer,
      fields: ["answer": #"["(1, 2)"]"#]),
    Fixture(
      format: .olympiadbench, file: "x.jsonl",
      text: #"{"id":77,"question":"How far?","final_answer":["$5$"],"unit":"m","error":null,"#
        + #""answer_type":"Numerical","is_multiple_answer":false,"subfield":"Mechanics"}"#,
      id: "olympiadbench/77", kind: .answer,
      fields: ["answer": #"["$5$","5 m"]"#, "tags": #"["Mechanics"]"#]),
  ]

  static let choices: [Fixture] = [
    Fixture(
      format: .mmlu, file: "anatomy_test.csv",
      text: "What beats?,Liver,Heart,\"Skin, hair\",Bone,B\n",
      id: "mmlu-" + SHA256.hex("What beats?\nLiver\nHeart\nSkin, hair\nBone").prefix(12),
      kind: .choice,
      fields: [
        "choices": #"["Liver","Heart","Skin, hair","Bone"]"#, "answer": #"["B"]"#,
        "tags": #"["anatomy"]"#,
      ]),
    Fixture(
      format: .mmlu, file: "logic_val.csv",
      text: "id,question,A,B,C,D,answer,explanation\n0,Which?,a,b,c,d,C,since\n",
      id: "logic_val/0", kind: .choice, fields: ["answer": #"["C"]"#, "tags": #"["logic"]"#]),
    Fixture(
      format: .mmlu, file: "cmmlu.csv", text: ",Question,A,B,C,D,Answer\n0,Which?,a,b,c,d,A\n",
      id: "cmmlu/0", kind: .choice, fields: ["answer": #"["A"]"#]),
    Fixture(
      format: .mmluPro, file: "x.jsonl",
      text: #"{"question_id":70,"question":"Which?","options":["a","b","c"],"answer":"C","#
        + #""answer_index":2,"category":"business","src":"x","cot_content":""}"#,
      id: "mmlu-pro/70", kind: .choice,
      fields: ["choices": #"["a","b","c"]"#, "answer": #"["C"]"#, "tags": #"["business"]"#]),
    Fixture(
      format: .gpqa, file: "x.csv",
      text: "Question,Correct Answer,Incorrect Answer 1,Incorrect Answer 2,Incorrect Answer 3,"
        + "Subdomain,High-level domain,Record ID\n"
        + "Which?,right,wrong 1,wrong 2,wrong 3,Optics,Physics,rec1\n",
      id: "rec1", kind: .choice, fields: ["tags": #"["Physics","Optics"]"#]),
  ]

  static let samples: [Fixture] = [
    Fixture(
      format: .openaiEvals, file: "x.jsonl",
      text: #"{"input":[{"role":"system","content":"Be brief."},"#
        + #"{"role":"user","content":"Capital of France?"}],"ideal":["Paris","paris"]}"#,
      id: "eval-" + SHA256.hex("Be brief.Capital of France?").prefix(12), kind: .answer,
      fields: [
        "statement": #""Capital of France?""#, "system": #""Be brief.""#,
        "answer": #"["Paris","paris"]"#, "compare": #""text""#,
      ]),
    Fixture(
      format: .inspect, file: "x.jsonl",
      text: #"{"input":"Which?","choices":["a","b"],"target":"B","id":5,"metadata":{"k":1}}"#,
      id: "5", kind: .choice, fields: ["choices": #"["a","b"]"#, "answer": #"["B"]"#]),
    Fixture(
      format: .verl, file: "x.jsonl",
      text: #"{"data_source":"aime25","prompt":[{"content":"How many?","role":"user"}],"#
        + #""ability":"math","reward_model":{"ground_truth":70,"style":"rule"},"#
        + #""extra_info":{"index":0,"split":"test"}}"#,
      id: "aime25/test/0", kind: .answer,
      fields: ["answer": #"["70"]"#, "tags": #"["math"]"#, "source": #""aime25""#]),
  ]
}
