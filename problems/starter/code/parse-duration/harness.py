import unittest


def check(candidate):
    class ParseDurationTests(unittest.TestCase):
        def test_single_units(self):
            self.assertEqual(candidate("1s"), 1)
            self.assertEqual(candidate("2m"), 120)
            self.assertEqual(candidate("3h"), 10800)
            self.assertEqual(candidate("4d"), 345600)

        def test_several_parts(self):
            self.assertEqual(candidate("1h30m"), 5400)
            self.assertEqual(candidate("1d1h1m1s"), 90061)
            self.assertEqual(candidate("7d90s"), 604890)

        def test_spaces(self):
            self.assertEqual(candidate("2d 5s"), 172805)
            self.assertEqual(candidate("  10m   3s "), 603)

        def test_numbers(self):
            self.assertEqual(candidate("007s"), 7)
            self.assertEqual(candidate("0h"), 0)
            self.assertEqual(candidate("100000000000000000000s"), 10**20)

        def test_result_is_an_integer(self):
            self.assertIs(type(candidate("90m")), int)

        def test_malformed(self):
            for text in ("", " ", "5", "h", "1 h", "1x", "1.5h", "-1s", "1h2", "m5", "1h,2m", "1H"):
                with self.subTest(text=text), self.assertRaises(ValueError):
                    candidate(text)

        def test_order_and_repetition(self):
            for text in ("1m1h", "1s 1d", "1h1h", "2m 3m"):
                with self.subTest(text=text), self.assertRaises(ValueError):
                    candidate(text)

    suite = unittest.defaultTestLoader.loadTestsFromTestCase(ParseDurationTests)
    result = unittest.TestResult()
    suite.run(result)
    assert result.testsRun == 7, "not every test was run"
    for test, trace in result.failures + result.errors:
        raise AssertionError(f"{test}: {trace.strip().splitlines()[-1]}")
