#include "intake/ipp/target.h"

#include "intake/ipp/printer_cache.h"
#include "intake/ipp/printers.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

namespace platen::intake::ipp {

namespace {

constexpr std::size_t longest_uri = 1023; // RFC 8011 section 5.1.6
constexpr std::array<std::string_view, 4> schemes{"ipp", "ipps", "http", "https"};

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::optional<int> hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c = lower(c);
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return std::nullopt;
}

std::optional<std::string> percent_decoded(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      result.push_back(text[i]);
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    const auto high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
    if (!high || !low || (*high == 0 && *low == 0)) return std::nullopt;
    result.push_back(static_cast<char>(*high * 16 + *low));
    i += 2;
  }
  return result;
}

std::vector<std::string_view> segments(std::string_view path) {
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    const std::size_t end = std::min(path.find('/'), path.size());
    if (end > 0) parts.push_back(path.substr(0, end));
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return parts;
}

std::optional<job::JobId> job_number(std::string_view text) {
  job::JobId id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (error != std::errc{} || end != text.data() + text.size() || id < 1) return std::nullopt;
  return id;
}

std::optional<TargetPath> job_path(std::string_view printer, std::string_view number) {
  const auto id = job_number(number);
  if (!id) return std::nullopt;
  return TargetPath{TargetPath::Kind::job, std::string(printer), *id};
}

} // namespace

std::optional<TargetPath> parse_target_path(std::string_view path) {
  using Kind = TargetPath::Kind;
  const auto part = segments(path);
  const std::size_t count = part.size();
  if (count == 0) return TargetPath{Kind::all_printers, {}, 0};
  if (part[0] == "jobs") {
    if (count == 1) return TargetPath{Kind::all_printers, {}, 0};
    return count == 2 ? job_path({}, part[1]) : std::nullopt;
  }
  if (part[0] == "printers") {
    if (count == 1) return TargetPath{Kind::all_printers, {}, 0};
    if (count == 2) return TargetPath{Kind::printer, std::string(part[1]), 0};
    return count == 3 ? job_path(part[1], part[2]) : std::nullopt;
  }
  if (part[0] != "ipp" || count == 1) return std::nullopt;
  if (part[1] == "system")
    return count == 2 ? std::optional(TargetPath{Kind::system, {}, 0}) : std::nullopt;
  if (part[1] != "print") return std::nullopt;
  if (count == 2) return TargetPath{Kind::default_printer, {}, 0};
  if (count == 3) return TargetPath{Kind::printer, std::string(part[2]), 0};
  return count == 4 ? job_path(part[2], part[3]) : std::nullopt;
}

Result<TargetPath> parse_target_uri(std::string_view uri) {
  const auto broken = [&] {
    return fail(Errc::malformed, "\"" + std::string(uri.substr(0, 100)) + "\" is no IPP URI");
  };
  const std::size_t colon = uri.find("://");
  if (uri.size() > longest_uri || colon == std::string_view::npos) return broken();
  std::string scheme(uri.substr(0, colon));
  std::transform(scheme.begin(), scheme.end(), scheme.begin(), lower);
  if (std::find(schemes.begin(), schemes.end(), scheme) == schemes.end()) return broken();
  const std::string_view rest = uri.substr(colon + 3);
  const std::size_t slash = std::min(rest.find('/'), rest.size());
  if (slash == 0) return broken(); // no host
  const std::string_view encoded = rest.substr(slash, rest.find_first_of("?#") - slash);
  const auto path = percent_decoded(encoded);
  if (!path) return broken();
  const auto target = parse_target_path(*path);
  if (!target)
    return fail(Errc::not_found, "there is nothing at " + path->substr(0, 100) +
                                     "; printers are at /ipp/print/NAME");
  return *target;
}

namespace {

// The one value of an attribute of type uri; nothing when it is missing.
Result<std::optional<TargetPath>> uri_attribute(const Call& call, const char* name) {
  ipp_attribute_t* const found = ippFindAttribute(call.request.get(), name, IPP_TAG_ZERO);
  if (found == nullptr || ippGetGroupTag(found) != IPP_TAG_OPERATION)
    return std::optional<TargetPath>{};
  if (ippGetValueTag(found) != IPP_TAG_URI || ippGetCount(found) != 1)
    return fail(Errc::malformed, std::string(name) + " is not one URI");
  TRY(TargetPath path, parse_target_uri(ippGetString(found, 0, nullptr)));
  return std::optional(std::move(path));
}

void set_printer(Call& call, std::shared_ptr<const job::Printer> printer) {
  if (printer == nullptr) return;
  call.model = find_model(*call.models, printer->model);
  if (call.model != nullptr && !printer->not_fitted.empty()) {
    call.fitted = unit_model(*call.model, *printer);
    call.model = call.fitted.get();
  }
  call.printer = std::move(printer);
}

Result<void> find_printer(Call& call, const TargetPath& path) {
  const job::Store& store = call.services.store;
  const bool named = path.kind == TargetPath::Kind::printer;
  auto printer =
      named ? printer_named(store, path.printer) : call.services.cache->default_printer();
  if (printer == nullptr)
    return fail(Errc::not_found, named
                                     ? "there is no printer \"" + path.printer.substr(0, 127) + "\""
                                     : "there is no printer");
  set_printer(call, std::move(printer));
  return {};
}

// Ids are the server's, so that a job is found under the URI of a printer from which it was moved.
Result<void> find_job(Call& call, job::JobId id) {
  TRY(job::Job found, call.services.store.job(id));
  call.job = std::make_unique<job::Job>(std::move(found));
  set_printer(call, printer_with_id(call.services.store, call.job->printer));
  return {};
}

// `cancel PRINTER` of CUPS asks for job 0: the one that prints, or else the next.
Result<job::JobId> present_job(const Call& call) {
  const job::PrinterId printer = call.printer->id;
  if (const job::JobId id = call.services.scheduler.status(printer)->current; id != 0) return id;
  TRY(const auto next, call.services.store.next_job(printer, {}));
  if (!next) return fail(Errc::not_found, "the printer has no job");
  return next->id;
}

Failure wrong_kind(const char* attribute, std::string_view wanted) {
  return fail(Errc::not_found, std::string(attribute) + " does not name " + std::string(wanted));
}

Result<void> find_by_printer_uri(Call& call, Target wanted, const TargetPath& path) {
  using Kind = TargetPath::Kind;
  const bool all = path.kind == Kind::all_printers;
  const bool job_wanted = wanted == Target::job || wanted == Target::printer_or_job;
  if (path.kind == Kind::system || path.kind == Kind::job)
    return wrong_kind("printer-uri", "a printer");
  const auto job = call.request.integer(IPP_TAG_OPERATION, "job-id");
  if (job_wanted && job) {
    if (!all) TRY_VOID(find_printer(call, path));
    if (all || *job != 0 || ippGetOperation(call.request.get()) != IPP_OP_CANCEL_JOB)
      return find_job(call, *job);
    TRY(const job::JobId present, present_job(call));
    return find_job(call, present);
  }
  if (wanted == Target::job)
    return fail(Errc::malformed, "the request names no job: job-id is missing");
  if (all && wanted == Target::printer_or_all) return {};
  if (all) return wrong_kind("printer-uri", "a printer");
  return find_printer(call, path);
}

// PWG 5100.22 section 5.1: a system-uri, with the printer-id where one printer is meant. An
// operation on a printer without it is for the default one.
Result<void> find_by_system_uri(Call& call, Target wanted) {
  const auto id = call.request.integer(IPP_TAG_OPERATION, "printer-id");
  if (!id && wanted == Target::system) return {};
  if (!id) return find_printer(call, TargetPath{});
  auto printer = printer_with_id(call.services.store, *id);
  if (printer == nullptr)
    return fail(Errc::not_found, "there is no printer with the id " + std::to_string(*id));
  set_printer(call, std::move(printer));
  return {};
}

} // namespace

Result<void> find_target(Call& call, Target wanted) {
  if (wanted == Target::none) return {};
  TRY(const auto system, uri_attribute(call, "system-uri"));
  if (system && system->kind != TargetPath::Kind::system)
    return wrong_kind("system-uri", "this system");
  if (wanted == Target::system && !system)
    return fail(Errc::malformed, "the request names no system: system-uri is missing");
  if (system && (wanted == Target::system || wanted == Target::printer))
    return find_by_system_uri(call, wanted);
  TRY(const auto printer, uri_attribute(call, "printer-uri"));
  const bool job_wanted = wanted == Target::job || wanted == Target::printer_or_job;
  if (job_wanted) {
    TRY(const auto job, uri_attribute(call, "job-uri"));
    if (job && printer)
      return fail(Errc::malformed, "the request has both a job-uri and a printer-uri");
    if (job && job->kind != TargetPath::Kind::job) return wrong_kind("job-uri", "a job");
    if (job) return find_job(call, job->job);
  }
  if (!printer) return fail(Errc::malformed, "the request names no target: printer-uri is missing");
  return find_by_printer_uri(call, wanted, *printer);
}

} // namespace platen::intake::ipp
