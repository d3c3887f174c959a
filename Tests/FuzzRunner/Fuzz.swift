// libFuzzer brings the `main`, and `FuzzTargets` what it calls.
import FuzzTargets
