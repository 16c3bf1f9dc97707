#include "ipp_vocabulary.h"
#include "ipp_world.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <set>
#include <string>

// Requests that are well formed, so that nearly all of them come to an operation: the input chooses
// who asks, the operation, its target, its attributes with their values, and the document. Checked
// is that the answer is an IPP message which has no attribute twice in a group, and that a stranger
// is never told the names that the owner of a job gave.
namespace {

using namespace platen;
using namespace platen::fuzz;

constexpr const char* secret = "s3cret"; // in each name that the owner gives
constexpr std::size_t most_requests = 12;

World& world() {
  static World only(true);
  return only;
}

// The input, as numbers; zeros behind its end.
class Choices {
public:
  Choices(const std::uint8_t* data, std::size_t size) : data_(data), left_(size) {}
  bool more() const { return left_ > 0; }
  std::size_t below(std::size_t bound) { return bound == 0 ? 0 : byte() % bound; }
  bool coin() { return (byte() & 1U) != 0; }
  std::uint8_t byte() {
    if (left_ == 0) return 0;
    --left_;
    return *data_++;
  }
  template<class List> const auto& one_of(const List& list) { return list[below(std::size(list))]; }
  int number() {
    static constexpr std::array<int, 12> usual{0,  1,   2,   3,     4,          5,
                                               -1, 100, 999, 21000, 0x7fffffff, -0x7fffffff - 1};
    return one_of(usual);
  }
  std::string text(std::size_t most) {
    std::string result;
    for (std::size_t i = below(most + 1); i > 0; --i)
      result += static_cast<char>(byte());
    std::erase(result, '\0');
    return result;
  }

private:
  const std::uint8_t* data_;
  std::size_t left_;
};

enum class Who : std::uint8_t { admin, owner, stranger };

// One sequence of requests, and what is known of its jobs.
class Session {
public:
  Session(World& world, Choices& choices) : world_(world), choices_(choices) {}

  void run() {
    for (std::size_t i = 0; i < most_requests && (i == 0 || choices_.more()); ++i)
      send();
  }

private:
  void send() {
    const auto who = static_cast<Who>(choices_.below(3));
    const auto all = operations();
    const Operation& operation = all[choices_.below(all.size())];
    Message request;
    begin(request.get(), operation, who);
    std::set<std::string> used{"printer-uri", "job-uri", "system-uri", "job-id"};
    for (std::size_t i = choices_.below(8); i > 0; --i)
      add(request.get(), used, who);
    const std::string document = operation.takes_document ? "%PDF-1.4 " + choices_.text(20) : "";
    const std::string login = who == Who::admin ? "admin" : who == Who::owner ? owner() : "";
    const auto response = world_.answer(as_bytes(request.encode() + document), login);
    if (response.status == 401) return; // strangers administer nothing
    expect(response.status == 200);
    judge(*response.body, request, who);
  }

  static std::string owner() { return std::string(secret) + "-owner"; }

  void begin(ipp_t* request, const Operation& operation, Who who) {
    ippSetOperation(request, operation.code);
    ippSetVersion(request, 2, 0);
    ippSetRequestId(request, 7);
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_CHARSET, "attributes-charset", nullptr,
                 choices_.below(8) == 7 ? "us-ascii" : "utf-8");
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_LANGUAGE, "attributes-natural-language",
                 nullptr, "en");
    const bool system = operation.target == Target::system;
    ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_URI, system ? "system-uri" : "printer-uri",
                 nullptr, system ? uris.back() : choices_.one_of(uris));
    if (operation.target == Target::job ||
        (operation.target == Target::printer_or_job && choices_.coin()))
      ippAddInteger(request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", job());
    if (who == Who::stranger)
      ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", nullptr,
                   "mallory");
  }

  int job() { return jobs_.empty() ? choices_.number() : choices_.one_of(jobs_); }

  // Groups ascend, as they must: once in the job's group there is no way back.
  void add(ipp_t* request, std::set<std::string>& used, Who who) {
    static constexpr std::array groups{IPP_TAG_OPERATION,    IPP_TAG_JOB,      IPP_TAG_PRINTER,
                                       IPP_TAG_SUBSCRIPTION, IPP_TAG_DOCUMENT, IPP_TAG_SYSTEM};
    group_ = used.size() == 4 ? 0 : std::min(group_ + choices_.below(3), groups.size() - 1);
    const ipp_tag_t group = groups[group_];
    const Known& attribute = choices_.one_of(known);
    if (!used.insert(attribute.name).second) return;
    put(request, group, attribute, who, 0);
  }

  void put(ipp_t* into, ipp_tag_t group, const Known& attribute, Who who, int depth) {
    const char* const name = attribute.name;
    switch (choices_.below(16) == 15 ? IPP_TAG_NOVALUE : attribute.tag) {
    case IPP_TAG_NOVALUE:
      ippAddOutOfBand(into, group, choices_.coin() ? IPP_TAG_NOVALUE : IPP_TAG_DELETEATTR, name);
      return;
    case IPP_TAG_INTEGER:
    case IPP_TAG_ENUM:
      ippAddInteger(into, group, attribute.tag, name,
                    std::string_view(name).find("job-id") != std::string_view::npos
                        ? job()
                        : choices_.number());
      return;
    case IPP_TAG_BOOLEAN:
      ippAddBoolean(into, group, name, choices_.coin() ? 1 : 0);
      return;
    case IPP_TAG_RANGE: {
      const int first = choices_.number();
      ippAddRange(into, group, name, first, choices_.number());
      return;
    }
    case IPP_TAG_RESOLUTION:
      ippAddResolution(into, group, name, choices_.coin() ? IPP_RES_PER_INCH : IPP_RES_PER_CM,
                       choices_.number(), choices_.coin() ? 600 : choices_.number());
      return;
    case IPP_TAG_DATE:
      ippAddDate(into, group, name, ippTimeToDate(noon + choices_.number() % 100'000));
      return;
    case IPP_TAG_STRING: {
      const std::string octets = choices_.text(12);
      ippAddOctetString(into, group, name, octets.data(), static_cast<int>(octets.size()));
      return;
    }
    case IPP_TAG_BEGIN_COLLECTION: {
      ipp_t* const collection = ippNew();
      std::set<std::string> used;
      for (std::size_t i = choices_.below(5); depth < 3 && i > 0; --i)
        if (const Known& member = choices_.one_of(members); used.insert(member.name).second)
          put(collection, IPP_TAG_ZERO, member, who, depth + 1);
      ippAddCollection(into, group, name, collection);
      ippDelete(collection);
      return;
    }
    case IPP_TAG_KEYWORD: {
      std::vector<const char*> values;
      for (std::size_t i = 1 + choices_.below(3); i > 0; --i)
        values.push_back(choices_.one_of(words));
      ippAddStrings(into, group, IPP_TAG_KEYWORD, name, static_cast<int>(values.size()), nullptr,
                    values.data());
      return;
    }
    case IPP_TAG_URI:
      ippAddString(into, group, IPP_TAG_URI, name, nullptr, choices_.one_of(uris));
      return;
    case IPP_TAG_MIMETYPE:
      ippAddString(into, group, IPP_TAG_MIMETYPE, name, nullptr,
                   choices_.coin() ? "application/pdf" : "text/plain; charset=utf-8");
      return;
    default: {
      std::string text = choices_.text(20);
      if (attribute.names && who == Who::owner) text = secret + text;
      ippAddString(into, group, attribute.tag, name, nullptr, text.c_str());
    }
    }
  }

  void judge(const std::string& bytes, const Message& request, Who who) {
    const auto reply = Message::parse(as_bytes(bytes));
    expect(reply.has_value());
    expect(ippGetRequestId(reply->get()) == ippGetRequestId(request.get()));
    world_.tally.count(ippGetStatusCode(reply->get()));
    if (who == Who::stranger) expect(bytes.find(secret) == std::string::npos);
    std::set<std::string_view> names;
    ipp_tag_t group = IPP_TAG_ZERO;
    for (ipp_attribute_t* attribute = ippFirstAttribute(reply->get()); attribute != nullptr;
         attribute = ippNextAttribute(reply->get())) {
      const char* const name = ippGetName(attribute);
      if (name == nullptr || ippGetGroupTag(attribute) != group) names.clear();
      group = ippGetGroupTag(attribute);
      if (name != nullptr) expect(names.insert(name).second);
    }
    if (const auto made = reply->integer(IPP_TAG_JOB, "job-id")) jobs_.push_back(*made);
  }

  World& world_;
  Choices& choices_;
  std::vector<int> jobs_;
  std::size_t group_ = 0;
};

// As at the beginning, so that an input does the same every time.
void begin_again(World& here) {
  for (const Subscription& one : here.events->all())
    expect(here.events->cancel(one.id).has_value());
  const auto printers = here.store->printers();
  for (const job::Printer& printer : *printers)
    expect(job::wait<job::Printer>([&](auto done) {
             here.store->remove_printer(printer.id, std::move(done));
           }).has_value());
  expect(job::wait<job::PruneReport>([&](auto done) {
           here.store->forget_jobs({}, {}, std::move(done));
         }).has_value());
  here.add_printer("office", "canon-ir1020");
  here.add_printer("photo", "canon-pro-1000");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  World& here = world();
  begin_again(here);
  Choices choices(data, size);
  Session(here, choices).run();
  return 0;
}
