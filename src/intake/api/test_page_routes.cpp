#include "intake/api/test_page_routes.h"

#include "base/file.h"
#include "client/printer_options.h"
#include "intake/api/job_wishes.h"
#include "setup/questions.h"
#include "setup/sheet.h"
#include "wire/ipp/values.h"

#include <algorithm>
#include <array>

namespace platen::intake::api {

using namespace platen::ipp;

namespace {

constexpr std::string_view long_edge = "two-sided-long-edge";

bool contains(const std::vector<std::string>& all, std::string_view one) {
  return std::ranges::find(all, one) != all.end();
}

// What a body asks for, else the printer's default.
std::string chosen(const model::Options& options, const Record& printer, const std::string& name) {
  for (const auto& [said, value] : options)
    if (said == name) return value;
  return printer.text(name + "-default");
}

bool is_said(const model::Options& options, std::string_view name) {
  return std::ranges::find(options, name, &model::Options::value_type::first) != options.end();
}

ipp_t* default_medium(const Record& printer) {
  ipp_attribute_t* const usual = printer.find("media-col-default");
  return usual != nullptr && ippGetValueTag(usual) == IPP_TAG_BEGIN_COLLECTION
             ? ippGetCollection(usual, 0)
             : nullptr;
}

std::string text_of(ipp_t* collection, const char* name) {
  ipp_attribute_t* const found = ippFindAttribute(collection, name, IPP_TAG_ZERO);
  const char* const text = ippGetString(found, 0, nullptr);
  return text == nullptr ? std::string() : text;
}

int number_of(ipp_t* collection, const char* name, int otherwise) {
  ipp_attribute_t* const found = ippFindAttribute(collection, name, IPP_TAG_INTEGER);
  return found == nullptr ? otherwise : ippGetInteger(found, 0);
}

// The paper of that name as the printer describes it; the default one where it does not.
ipp_t* medium_of(const Record& printer, const std::string& name) {
  ipp_t* const usual = default_medium(printer);
  if (text_of(usual, "media-size-name") == name) return usual;
  ipp_attribute_t* const ready = printer.find("media-col-ready");
  for (int i = 0; ready != nullptr && i < ippGetCount(ready); ++i)
    if (ipp_t* const one = ippGetCollection(ready, i); text_of(one, "media-size-name") == name)
      return one;
  return usual;
}

void measure(setup::Sheet& sheet, ipp_t* medium) {
  if (medium == nullptr) return;
  if (ipp_attribute_t* const size =
          ippFindAttribute(medium, "media-size", IPP_TAG_BEGIN_COLLECTION)) {
    sheet.width = number_of(ippGetCollection(size, 0), "x-dimension", sheet.width);
    sheet.height = number_of(ippGetCollection(size, 0), "y-dimension", sheet.height);
  }
  sheet.top = number_of(medium, "media-top-margin", 0);
  sheet.bottom = number_of(medium, "media-bottom-margin", 0);
  sheet.left = number_of(medium, "media-left-margin", 0);
  sheet.right = number_of(medium, "media-right-margin", 0);
}

std::string local_time(std::time_t now) {
  std::tm parts{};
  std::array<char, 32> text{};
  if (::localtime_r(&now, &parts) == nullptr) return {};
  return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M", &parts)};
}

// canon-printer-language, where the model has several.
std::string device_language(const Record& printer, const model::Options& options) {
  for (const std::string& name : printer.texts("job-creation-attributes-supported"))
    if (setup::is_setting(name, "printer-language")) return chosen(options, printer, name);
  return {};
}

bool has_color(const Record& printer, const model::Options& options) {
  return printer.boolean("color-supported").value_or(false) &&
         chosen(options, printer, "print-color-mode") != "monochrome";
}

setup::Sheet sheet_of(const Record& printer, const model::Options& options, std::time_t now) {
  setup::Sheet sheet;
  const std::string paper = chosen(options, printer, "media");
  measure(sheet, medium_of(printer, paper));
  sheet.color = has_color(printer, options);
  sheet.printer = printer.text("printer-name");
  sheet.info = printer.text("printer-info");
  sheet.model = printer.text("printer-make-and-model");
  sheet.device_language = device_language(printer, options);
  sheet.paper = paper;
  sheet.time = local_time(now);
  return sheet;
}

Result<Message> page_request(const PrintServices& services, const Call& call, ipp_op_t operation,
                             const Message& offered, const model::Options& options) {
  TRY(Message request, printer_request(services, call, operation));
  ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_NAME, "job-name", nullptr, "Test page");
  ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_MIMETYPE, "document-format", nullptr,
               "application/pdf");
  ippAddBoolean(request.get(), IPP_TAG_OPERATION, "ipp-attribute-fidelity", 1);
  TRY_VOID(add_wishes(request, offered, options, services.clock()));
  return request;
}

// Both sides where the printer can and nobody said otherwise: not every paper can be turned over.
Result<void> choose_sides(const PrintServices& services, const Call& call, const Message& offered,
                          const Record& printer, model::Options& options) {
  if (is_said(options, "sides")) return {};
  const std::string usual = printer.text("sides-default");
  if (!contains(printer.texts("sides-supported"), long_edge)) return {};
  model::Options both = options;
  both.emplace_back("sides", usual.starts_with("two-sided") ? usual : std::string(long_edge));
  TRY(const Message request, page_request(services, call, IPP_OP_VALIDATE_JOB, offered, both));
  if (services.desk.ask(call, request))
    options = std::move(both);
  else
    options.emplace_back("sides", "one-sided");
  return {};
}

Result<Record> printer_in(const Message& offered, const Call& call) {
  const auto printers = records_of(offered, IPP_TAG_PRINTER);
  if (printers.empty()) return fail(Errc::not_found, "there is no printer " + call.names[0]);
  return printers[0];
}

Result<http::Response> print_asked_page(const PrintServices& services, const Call& call) {
  TRY(Body body, Body::of(call));
  TRY(model::Options options, body.options("options"));
  TRY(const auto language, body.text("language"));
  TRY_VOID(body.end());
  return print_test_page(services, call, std::move(options), language.value_or("en"));
}

// Those of the options that the printer has and that have values to choose from.
Json settings_of(const setup::Question& question, const std::vector<model::OptionInfo>& options) {
  Json names = Json::array();
  for (const std::string_view setting : question.settings)
    for (const model::OptionInfo& option : options)
      if (setup::is_setting(option.name, setting) && option.values.size() > 1)
        names.push_back(option.name);
  return names;
}

Result<http::Response> list_questions(const PrintServices& services, const Call& call) {
  TRY_VOID(check_printer_name(call.names[0]));
  TRY(const Message offered, all_of_printer(services, call, call.names[0]));
  TRY(const Record printer, printer_in(offered, call));
  const auto options = client::printer_options(printer);
  Json all = Json::array();
  for (const setup::Question& one : setup::questions_for(
           has_color(printer, {}), contains(printer.texts("sides-supported"), long_edge))) {
    Json advice = Json::array();
    for (const std::string_view words : one.advice)
      advice.push_back(std::string(words));
    all.push_back({{"id", std::string(one.id)},
                   {"question", std::string(one.words)},
                   {"advice", std::move(advice)},
                   {"guide", std::string(one.guide)},
                   {"settings", settings_of(one, options)}});
  }
  return json_response(200, dumped(all));
}

} // namespace

// The page is as large as its sheet: scaled, its frame would prove nothing.
Result<http::Response> print_test_page(const PrintServices& services, const Call& call,
                                       model::Options options, const std::string& language) {
  TRY_VOID(check_printer_name(call.names[0]));
  TRY(const Message offered, all_of_printer(services, call, call.names[0]));
  TRY(const Record printer, printer_in(offered, call));
  if (!is_said(options, "print-scaling")) options.emplace_back("print-scaling", "none");
  if (!is_said(options, "copies")) options.emplace_back("copies", "1");
  TRY_VOID(choose_sides(services, call, offered, printer, options));
  setup::Sheet sheet = sheet_of(printer, options, services.clock());
  sheet.language = language;
  sheet.two_sided = chosen(options, printer, "sides").starts_with("two-sided");
  Spool page;
  TRY_VOID(page.write(as_bytes(setup::test_sheet(sheet))));
  TRY(UniqueFd file, page.release_to_file());
  TRY(const Message request, page_request(services, call, IPP_OP_PRINT_JOB, offered, options));
  TRY(const Message answer, services.desk.ask(call, request, std::move(file)));
  return job_made(answer);
}

// Who may print may see how it prints.
Routes test_page_routes(const PrintServices* services) {
  using auth::Role;
  using auth::Scope;
  return {{"POST", "printers/*/test-page", Role::guest, Scope::print, Pace::slow,
           with(services, print_asked_page)},
          {"GET", "printers/*/test-page/questions", Role::guest, Scope::read, Pace::quick,
           with(services, list_questions)}};
}

} // namespace platen::intake::api
