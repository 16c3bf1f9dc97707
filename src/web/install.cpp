#include "web/install.h"

#include "install/apple.h"
#include "install/chromeos.h"
#include "install/qr.h"
#include "install/windows.h"
#include "web/inner.h"
#include "web/install_page.h"
#include "web/install_visit.h"
#include "web/plain_desk.h"

#include <algorithm>
#include <array>
#include <ctime>

namespace platen::web {

namespace {

constexpr std::string_view root = "/install", folder = "/install/";

struct File {
  std::string_view name, type;
  bool saved = false; // a browser saves it rather than shows it
  std::string (*make)(const install::Visit& visit) = nullptr;
};
constexpr auto made_files = std::to_array<File>({
    {"platen.ps1", "text/plain; charset=utf-8", true,
     [](const install::Visit& v) { return install::windows_script(v.place, v.printers); }},
    {"platen.mobileconfig", "application/x-apple-aspen-config", true,
     [](const install::Visit& v) { return install::apple_profile(v.place, v.printers, v.server); }},
    {"chromeos.json", "application/json", false,
     [](const install::Visit& v) { return install::chromeos_printers(v.place, v.printers); }},
});
// That are made in ways of their own.
constexpr auto other_files =
    std::to_array<std::string_view>({"guide.json", "seen.json", "qr.svg", "platen.crt"});

bool is_file(std::string_view name) {
  return std::ranges::find(made_files, name, &File::name) != made_files.end() ||
         std::ranges::find(other_files, name) != other_files.end();
}

http::Response answer(std::string_view type, std::string body, std::string_view saved_as = {}) {
  http::Response response;
  response.content_type = type;
  response.body = std::make_shared<const std::string>(std::move(body));
  response.fields = {{"X-Content-Type-Options", "nosniff"},
                     {"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"},
                     {"Cache-Control", "no-store"}};
  if (!saved_as.empty())
    response.fields.emplace_back("Content-Disposition",
                                 "attachment; filename=\"" + std::string(saved_as) + "\"");
  return response;
}

http::Response json_answer(int status, const Json& json) {
  http::Response response = answer("application/json", dumped(json));
  response.status = status;
  return response;
}

// The certificates of a PEM file, which may have the key beside them.
std::string certificates_of(std::string_view pem) {
  constexpr std::string_view begin = "-----BEGIN CERTIFICATE-----",
                             end = "-----END CERTIFICATE-----";
  std::string out;
  for (auto at = pem.find(begin); at != std::string_view::npos; at = pem.find(begin, at)) {
    const auto until = pem.find(end, at);
    if (until == std::string_view::npos) break;
    out += std::string(pem.substr(at, until + end.size() - at)) + "\n";
    at = until;
  }
  return out;
}

std::string clock_time(std::int64_t seconds) {
  const auto time = static_cast<std::time_t>(seconds);
  std::tm parts{};
  std::array<char, 16> text{};
  ::localtime_r(&time, &parts);
  std::strftime(text.data(), text.size(), "%H:%M", &parts);
  return text.data();
}

// One request; the printers are asked of the REST interface, in the name of who asks.
class InstallExchange final : public http::Exchange {
public:
  InstallExchange(Install::Options options, Inner inner, InstallQuestion question)
      : options_(std::move(options)), inner_(std::move(inner)), question_(std::move(question)) {}
  std::optional<http::Response> body(Bytes) override { return std::nullopt; }
  void finish(http::Respond respond) override {
    inner_.ask("GET", "printers", {}, {}, {},
               [options = options_, question = question_,
                respond = std::move(respond)](const http::Response& printers) {
                 respond(answer_to(options, question, printers));
               });
  }

private:
  static http::Response answer_to(const Install::Options& options, const InstallQuestion& question,
                                  const http::Response& asked);
  static http::Response made(const Install::Options& options, const InstallQuestion& question,
                             const InstallFacts& facts, const install::Visit& visit);
  static Json seen(const Install::Options& options, const InstallQuestion& question,
                   const install::Visit& visit);
  static http::Response page(const Install::Options& options, const InstallQuestion& question,
                             const install::Visit& visit);

  Install::Options options_;
  Inner inner_;
  InstallQuestion question_;
};

http::Response refusal(const InstallQuestion& question, int status, const std::string& words) {
  if (question.file == "guide.json" || question.file == "seen.json")
    return json_answer(
        status, {{"error", {{"code", status == 404 ? "not-found" : "busy"}, {"message", words}}}});
  return http::text_response(status, words + "\n");
}

http::Response InstallExchange::answer_to(const Install::Options& options,
                                          const InstallQuestion& question,
                                          const http::Response& asked) {
  if (asked.status != 200)
    return refusal(question, 503, message_of(json_of(asked), "the printers are not known now"));
  const InstallFacts facts = options.facts();
  const auto visit = visit_of(question, facts, json_of(asked));
  if (!visit) return refusal(question, 404, visit.error().message());
  return made(options, question, facts, *visit);
}

http::Response InstallExchange::made(const Install::Options& options,
                                     const InstallQuestion& question, const InstallFacts& facts,
                                     const install::Visit& visit) {
  if (question.file.empty()) return page(options, question, visit);
  if (question.file == "guide.json") {
    Json json = install::guide(visit, words_of(question));
    json["seen"] = seen(options, question, visit);
    return json_answer(200, json);
  }
  if (question.file == "seen.json") return json_answer(200, seen(options, question, visit));
  if (question.file == "platen.crt") {
    const std::string pem = certificates_of(facts.certificate);
    if (pem.empty()) return http::text_response(404, "this server has no certificate\n");
    return answer("application/x-x509-ca-cert", pem, question.file);
  }
  if (question.file == "qr.svg") {
    auto svg = install::qr_svg(visit.others_reach, visit.others_reach);
    if (!svg) return http::text_response(500, svg.error().message() + "\n");
    return answer("image/svg+xml", std::move(*svg));
  }
  const File& file = *std::ranges::find(made_files, question.file, &File::name);
  if (visit.printers.empty())
    return http::text_response(404, "there is no shared printer on this server yet\n");
  return answer(file.type, file.make(visit), file.saved ? file.name : std::string_view());
}

// null: it has not spoken to a printer that is still here.
Json InstallExchange::seen(const Install::Options& options, const InstallQuestion& question,
                           const install::Visit& visit) {
  const auto word = options.seen.of(question.peer);
  if (!word) return {};
  const auto printer =
      std::ranges::find(visit.all_printers, word->printer, &install::Printer::name);
  if (printer == visit.all_printers.end()) return {};
  return {{"printer", printer->name}, {"title", printer->title}, {"time", word->time}};
}

http::Response InstallExchange::page(const Install::Options& options,
                                     const InstallQuestion& question, const install::Visit& visit) {
  const install::Words texts = words_of(question);
  const Json word = seen(options, question, visit);
  const std::string said =
      word.is_null() ? texts("not-seen")
                     : texts("seen", {{"printer", text_in(word, "title")},
                                      {"time", clock_time(word["time"].get<std::int64_t>())}});
  Json guide = install::guide(visit, texts);
  guide["seen"] = word;
  http::Response response = page_response(200, install_page(guide, said));
  response.fields.emplace_back("Vary", "User-Agent");
  return response;
}

} // namespace

bool Install::serves(const http::Head& head) {
  return head.path == root || head.path.starts_with(folder);
}

std::variant<http::Response, std::unique_ptr<http::Exchange>>
Install::begin(const http::Head& head) {
  if (head.method != "GET" && head.method != "HEAD") {
    auto response = http::text_response(405, "this is only read\n");
    response.fields.emplace_back("Allow", "GET, HEAD");
    return response;
  }
  std::string file = head.path == root ? std::string() : head.path.substr(folder.size());
  if (file.empty() && head.path != root)
    return see_other("/install" + (head.query.empty() ? "" : "?" + head.query));
  if (!file.empty() && !is_file(file))
    return http::text_response(404, "there is nothing at " + head.path + "\n");
  InstallQuestion question{.file = std::move(file),
                           .query = parse_form(head.query),
                           .host = head.host,
                           .user_agent = std::string(head.field("user-agent")),
                           .accept_language = std::string(head.field("accept-language")),
                           .peer = head.peer};
  return std::make_unique<InstallExchange>(options_, Inner(options_.api, head),
                                           std::move(question));
}

} // namespace platen::web
