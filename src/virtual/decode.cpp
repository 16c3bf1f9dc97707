#include "virtual/decode.h"

#include "virtual/interpreter.h"
#include "virtual/models.h"

namespace platen::twin {

namespace {

// Nobody reads the answers to a file.
class NoAnswers final : public ByteSink {
public:
  Result<void> write(Bytes) override { return {}; }
};

} // namespace

Language detect_language(Bytes head) {
  std::string_view text = as_text(head);
  constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return Language::automatic;
  text.remove_prefix(first);
  if (text.front() == '<') return Language::ivec;
  for (const std::string_view start :
       {"\x1b%-12345X", "@PJL", ") HP-PCL XL;", "( HP-PCL XL;", "' HP-PCL XL;",
        "\x1b"
        "E",
        "\x1b&", "\x1b*", "\x1b("})
    if (text.starts_with(start)) return Language::pcl_xl;
  return Language::automatic;
}

Result<JobRecords> decode_stream(ByteSource& in, const DecodeOptions& options) {
  Reader reader(in);
  TRY(const Bytes head, reader.peek(512));
  if (head.empty()) return fail(Errc::malformed, "the input is empty");
  Language language = options.language;
  if (language == Language::automatic) language = detect_language(head);
  if (language == Language::automatic && as_text(head).starts_with("\xcd\xca\x10"))
    return fail(Errc::unsupported,
                "a job of Canon's own driver, in packets; \"platen capture show\" takes it apart",
                0);
  if (language == Language::automatic)
    return fail(Errc::unsupported,
                "neither an IVEC job (XML) nor PCL (PJL, a PCL XL header or a PCL 5 escape)", 0);
  const std::string model =
      options.model.empty() ? std::string(default_model(language)) : options.model;
  TRY(const Language spoken, language_of(model));
  if (spoken != language)
    return fail(Errc::invalid, model + " speaks " + std::string(name_of(spoken)) +
                                   ", the input is " + std::string(name_of(language)));
  OutputTray tray(options.sheets, std::string(name_of(language)), model);
  TRY_VOID(tray.open());
  NoAnswers answers;
  TRY_VOID(run_language(language, Line{reader, answers, tray, options.strictness}));
  return tray.take_records();
}

} // namespace platen::twin
