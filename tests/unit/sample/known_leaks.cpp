// fontconfig 2.14 loses one pattern (256 bytes, once a process) while it reads its configuration;
// the leak checker of the asan preset asks here.
extern "C" const char* __lsan_default_suppressions(); // NOLINT(bugprone-reserved-identifier)
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libfontconfig";
}
