#include "base/intake_limits.h"
#include "intake/api/asked.h"
#include "intake/api/job_json.h"
#include "wire/ipp/request.h"

#include <algorithm>
#include <charconv>

// GET jobs: pages of a list of maybe 100,000 jobs, and the search in it.
namespace platen::intake::api {

using namespace platen::ipp;

namespace {

constexpr std::int32_t usual_limit = 100, most_limit = 1'000;
// Names and users alone are read of each.
constexpr std::int32_t searched_at_once = 1'000, counted_at_once = 10'000;

struct Listing {
  std::string printer, text;
  std::vector<const char*> parts; // values of which-jobs, one after the other
  std::int32_t first = 1, limit = usual_limit;
};

Result<std::int32_t> count_of(const Call& call, std::string_view name, std::int32_t otherwise,
                              std::int32_t most) {
  const std::string_view text = call.asked(name);
  if (text.empty()) return otherwise;
  std::int32_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc{} || end != text.data() + text.size() || count < 1)
    return fail(Errc::invalid, std::string(name) + " is a number from 1");
  return std::min(count, most);
}

// Upper and lower case are the same, as far as the letters of western Europe go.
std::string folded(std::string_view text) {
  std::string all(text);
  for (std::size_t i = 0; i < all.size(); ++i) {
    auto byte = static_cast<unsigned char>(all[i]);
    if (byte >= 'A' && byte <= 'Z') all[i] = static_cast<char>(byte + 32);
    // U+00C0 to U+00DE: the lower-case letter is 32 further on.
    if (byte == 0xc3 && i + 1 < all.size()) {
      const auto next = static_cast<unsigned char>(all[i + 1]);
      if (next >= 0x80 && next <= 0x9e && next != 0x97) all[i + 1] = static_cast<char>(next + 32);
    }
  }
  return all;
}

Result<Listing> listing_of(const Call& call) {
  Listing listing;
  listing.printer = call.text("printer");
  if (!listing.printer.empty()) TRY_VOID(check_printer_name(listing.printer));
  listing.text = folded(call.text("text"));
  TRY(listing.limit, count_of(call, "limit", usual_limit, most_limit));
  TRY(listing.first, count_of(call, "first", 1, 1'000'000));
  const std::string which = call.text("which");
  if (which.empty() || which == "not-completed")
    listing.parts = {"not-completed"};
  else if (which == "completed")
    listing.parts = {"completed"};
  else if (which == "all")
    listing.parts = {"not-completed", "completed"};
  else
    return fail(Errc::invalid, "which is not-completed, completed or all");
  return listing;
}

class List {
public:
  List(const PrintServices& services, const Call& call, const Listing& asked)
      : services_(services), call_(call), asked_(asked) {}

  Result<http::Response> run() {
    std::int32_t skip = asked_.first - 1; // of the parts from here on
    for (const char* const part : asked_.parts) {
      if (part != asked_.parts.back() && skip > 0) {
        TRY(const auto count, counted(part, skip));
        if (count && *count <= skip) { // all of it comes before the page
          before_ += *count;
          skip -= *count;
          continue;
        }
      }
      const std::int32_t from = skip;
      TRY_VOID(asked_.text.empty() ? list(part, skip) : search(part, skip));
      if (next_ != 0) break;
      if (part != asked_.parts.back() && skip == from && skip > 0) TRY_VOID(pass_over(part, skip));
      before_ += skip;
      skip = std::max(0, asked_.first - 1 - before_);
    }
    auto response = json_response(200, dumped(found_));
    if (next_ != 0) response.fields.emplace_back("X-Platen-Next", std::to_string(next_));
    return response;
  }

private:
  Result<Message> ask(const char* which, std::int32_t skip, std::int32_t limit,
                      const std::vector<const char*>& names) const {
    const IppDesk& desk = services_.desk;
    Message request = asked_.printer.empty()
                          ? desk.to_all_printers(call_, IPP_OP_GET_JOBS)
                          : desk.to_printer(call_, IPP_OP_GET_JOBS, asked_.printer);
    ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "which-jobs", nullptr, which);
    ippAddInteger(request.get(), IPP_TAG_OPERATION, IPP_TAG_INTEGER, "first-index", skip + 1);
    ippAddInteger(request.get(), IPP_TAG_OPERATION, IPP_TAG_INTEGER, "limit", limit);
    request_attributes(request, names);
    return desk.ask(call_, request);
  }

  // Takes from behind the first `skip` jobs of a part, which it counts on.
  Result<void> list(const char* part, std::int32_t& skip) {
    const auto missing = asked_.limit - static_cast<std::int32_t>(found_.size());
    // One more than is shown: whether there is a next page.
    TRY(const Message answer, ask(part, skip, missing + 1, job_attributes()));
    for (const Record& job : records_of(answer, IPP_TAG_JOB)) {
      if (is_full()) return end_before(skip);
      found_.push_back(job_json(job));
      ++skip;
    }
    return {};
  }

  bool matches(const Record& job) const {
    return folded(job.text("job-name")).find(asked_.text) != std::string::npos ||
           folded(job.text("job-originating-user-name")).find(asked_.text) != std::string::npos ||
           job.text("job-id").find(asked_.text) != std::string::npos;
  }

  Result<void> search(const char* part, std::int32_t& skip) {
    for (;;) {
      const std::int32_t room = std::min(searched_at_once, limits::searched_jobs - searched_);
      if (room == 0) return end_before(skip);
      TRY(const Message answer,
          ask(part, skip, room, {"job-id", "job-name", "job-originating-user-name"}));
      const auto jobs = records_of(answer, IPP_TAG_JOB);
      for (const Record& job : jobs) {
        if (is_full()) return end_before(skip);
        ++skip;
        ++searched_;
        if (matches(job)) TRY_VOID(take(job.integer("job-id").value_or(0)));
      }
      if (static_cast<std::int32_t>(jobs.size()) < room) return {};
    }
  }

  // How many jobs have not ended, as their printers count them in memory. Nothing where the caller
  // does not see all of them, and where a text is looked for.
  Result<std::optional<std::int32_t>> counted(const char* part, std::int32_t skip) const {
    using None = std::optional<std::int32_t>;
    if (!asked_.text.empty()) return None();
    const IppDesk& desk = services_.desk;
    Message request = asked_.printer.empty()
                          ? desk.to_system(call_, IPP_OP_GET_PRINTERS)
                          : desk.to_printer(call_, IPP_OP_GET_PRINTER_ATTRIBUTES, asked_.printer);
    request_attributes(request, {"queued-job-count"});
    TRY(const Message answer, desk.ask(call_, request));
    std::int32_t count = 0;
    for (const Record& printer : records_of(answer, IPP_TAG_PRINTER))
      count += printer.integer("queued-job-count").value_or(0);
    if (call_.principal.may_operate() || count == 0 || count > skip) return std::optional(count);
    TRY(const Message last, ask(part, count - 1, 2, {"job-id"})); // and no more
    return records_of(last, IPP_TAG_JOB).size() == 1 ? None(count) : None();
  }

  // A part that ends before what is asked for: counts its jobs.
  Result<void> pass_over(const char* part, std::int32_t& skip) {
    for (skip = 0;;) {
      TRY(const Message answer, ask(part, skip, counted_at_once, {"job-id"}));
      const auto count = static_cast<std::int32_t>(records_of(answer, IPP_TAG_JOB).size());
      skip += count;
      if (count < counted_at_once) return {};
    }
  }

  // One that has gone meanwhile is not shown.
  Result<void> take(std::int32_t id) {
    Message request = services_.desk.to_job(call_, IPP_OP_GET_JOB_ATTRIBUTES, id);
    request_attributes(request, job_attributes());
    const auto answer = services_.desk.ask(call_, request);
    if (!answer && answer.error().code == Errc::not_found) return {};
    if (!answer) return Failure(answer.error());
    for (const Record& job : records_of(*answer, IPP_TAG_JOB))
      found_.push_back(job_json(job));
    return {};
  }

  bool is_full() const { return static_cast<std::int32_t>(found_.size()) >= asked_.limit; }
  Result<void> end_before(std::int32_t index) {
    next_ = before_ + index + 1;
    return {};
  }

  const PrintServices& services_;
  const Call& call_;
  const Listing& asked_;
  Json found_ = Json::array();
  std::int32_t before_ = 0; // jobs of the parts that are done with
  std::int32_t searched_ = 0;
  std::int32_t next_ = 0; // where the next page begins; 0: there is none
};

} // namespace

Result<http::Response> list_jobs(const PrintServices& services, const Call& call) {
  TRY(const Listing listing, listing_of(call));
  return List(services, call, listing).run();
}

} // namespace platen::intake::api
