#include "intake/ipp/printer_cache.h"

#include "intake/ipp/job_settings.h"
#include "intake/ipp/printer_attributes.h"
#include "intake/ipp/template_table.h"

#include <algorithm>
#include <optional>

namespace platen::intake::ipp {

namespace {

constexpr std::size_t most_answers = 64, most_hosts = 16; // kept for each printer
constexpr const char* only_by_name = "media-col-database";

std::string_view without_suffix(std::string_view name) {
  for (const std::string_view suffix : {"-default", "-supported", "-ready"})
    if (name.ends_with(suffix)) return name.substr(0, name.size() - suffix.size());
  return {};
}

// The groups "job-template" and "printer-description" share nothing (RFC 8011 section 4.2.5.1).
class Grouping {
public:
  explicit Grouping(const model::Model& model) {
    for (std::string& name : template_names(model))
      names_.insert(std::move(name));
    for (std::string& name : setting_names())
      names_.insert(std::move(name));
  }
  bool is_template(std::string_view name) const {
    const std::string_view base = without_suffix(name);
    return base.starts_with("media-") || names_.contains(base) || name == only_by_name;
  }

private:
  std::set<std::string, std::less<>> names_;
};

// As CUPS' own server does: lp, lpr and whatever else calls cupsGetDests().
bool lists_as_cups(const Message& request) {
  const ipp_op_t operation = ippGetOperation(request.get());
  if (operation == IPP_OP_CUPS_GET_PRINTERS || operation == IPP_OP_CUPS_GET_DEFAULT) return true;
  const std::string uri = request.text(IPP_TAG_OPERATION, "printer-uri").value_or("");
  const std::size_t host = uri.find("://");
  const std::size_t path = host == std::string::npos ? host : uri.find('/', host + 3);
  return path != std::string::npos && uri.compare(path, 10, "/printers/") == 0;
}

bool is_subscription_template(std::string_view name) {
  return name.starts_with("notify-");
}

} // namespace

PrinterRequest::PrinterRequest(const Message& request) : one_uri_(lists_as_cups(request)) {
  ipp_attribute_t* const asked =
      ippFindAttribute(request.get(), "requested-attributes", IPP_TAG_KEYWORD);
  if (asked == nullptr) names_.emplace("all");
  for (int i = 0; asked != nullptr && i < ippGetCount(asked); ++i)
    names_.emplace(ippGetString(asked, i, nullptr));
  if (one_uri_) key_ = "one-uri\n";
  for (const std::string& name : names_)
    key_ += name + '\n';
}

bool PrinterRequest::wants(std::string_view name, bool job_template) const {
  if (names_.contains(name)) return true;
  if (name == only_by_name) return false;
  if (names_.contains("all")) return true;
  if (names_.contains("printer-defaults") && name.ends_with("-default")) return true;
  if (is_subscription_template(name)) return names_.contains("subscription-template");
  return names_.contains(job_template ? "job-template" : "printer-description");
}

// One printer as it was when its record was last looked at.
struct PrinterCache::Snapshot {
  std::mutex mutex;
  PrinterRecord printer;                    // the record itself: a changed one is another object
  std::shared_ptr<const Policy> policy;     // the same holds for it
  std::shared_ptr<const Models> models;     // and for them
  std::shared_ptr<const model::Model> unit; // the view's, or what those models hold
  std::optional<PrinterView> view;
  std::vector<Piece> lasting;
  std::map<std::string, std::vector<Piece>> uris; // by host, and whether it is one alone
  PrinterMoment moment;
  std::vector<Piece> passing;
  std::map<std::string, std::shared_ptr<const std::string>> answers; // of this moment
};

namespace {

template<class Piece, class Write>
std::vector<Piece> pieces_of(const model::Model& model, const Write& write) {
  Message message;
  write(AttributeWriter(message.get(), IPP_TAG_PRINTER));
  const Grouping grouping(model);
  std::vector<Piece> pieces;
  for (EncodedAttribute& attribute : split_attributes(message)) {
    const bool job_template = grouping.is_template(attribute.name);
    pieces.push_back({std::move(attribute), job_template});
  }
  return pieces;
}

void write_lasting(const PrinterView& view, const AttributeWriter& out) {
  for (const auto write :
       {write_description, write_abilities, write_formats, write_media, write_template_support,
        write_job_support, write_presets, write_constraints, write_media_database})
    write(view, out);
  write_subscription_support(out);
}

// Without a shelf each call has a list of its own, of the same models.
bool same_models(const std::shared_ptr<const Models>& a, const std::shared_ptr<const Models>& b) {
  return a == b || (a != nullptr && b != nullptr && *a == *b);
}

bool same_moment(const PrinterMoment& a, const PrinterMoment& b) {
  const bool same_status =
      a.status == b.status ||
      (a.status->generation == b.status->generation && a.status->state == b.status->state &&
       a.status->reasons == b.status->reasons && a.status->message == b.status->message);
  return same_status && a.device == b.device && a.now == b.now &&
         a.counts.active() == b.counts.active();
}

} // namespace

std::shared_ptr<PrinterCache::Snapshot> PrinterCache::snapshot_of(const Call& call,
                                                                  const PrinterRecord& printer,
                                                                  const model::Model& model) {
  std::shared_ptr<Snapshot> snapshot;
  {
    const std::lock_guard lock(mutex_);
    auto& known = snapshots_[printer->id];
    if (!known) known = std::make_shared<Snapshot>();
    snapshot = known;
    // Printers that are gone leave with the next change of the list.
    if (snapshots_.size() > 2 * services_.store.printers()->size() + 8)
      std::erase_if(snapshots_, [&](const auto& entry) { return entry.second != snapshot; });
  }
  const std::lock_guard lock(snapshot->mutex);
  refresh(*snapshot, call, printer, model);
  return snapshot;
}

void PrinterCache::refresh(Snapshot& snapshot, const Call& call, const PrinterRecord& printer,
                           const model::Model& model) const {
  const auto policy = services_.policy.get();
  const bool renewed = snapshot.printer != printer || snapshot.policy != policy ||
                       !same_models(snapshot.models, call.models);
  if (renewed) {
    snapshot.printer = printer;
    snapshot.policy = policy;
    snapshot.models = call.models;
    snapshot.unit = unit_model(model, *printer);
    snapshot.view.emplace(view_of(services_, *snapshot.unit, *printer));
    snapshot.uris.clear();
    snapshot.lasting = pieces_of<Piece>(
        model, [&](const AttributeWriter& out) { write_lasting(*snapshot.view, out); });
  }
  PrinterMoment moment = moment_of(services_, printer->id);
  if (!renewed && same_moment(moment, snapshot.moment)) return;
  snapshot.moment = std::move(moment);
  snapshot.answers.clear();
  snapshot.passing = pieces_of<Piece>(model, [&](const AttributeWriter& out) {
    write_status(*snapshot.view, snapshot.moment, out);
    write_supplies(*snapshot.view, snapshot.moment, out);
  });
}

void PrinterCache::gather(EncodedReply& to, const std::vector<Piece>& pieces,
                          const PrinterRequest& wanted) {
  for (const Piece& piece : pieces)
    if (wanted.wants(piece.attribute.name, piece.job_template)) to.add(piece.attribute);
}

void PrinterCache::gather_all(EncodedReply& to, Snapshot& snapshot, const std::string& host,
                              const PrinterRequest& wanted) const {
  const std::string key = host + (wanted.one_uri() ? " one" : "");
  if (snapshot.uris.size() >= most_hosts && !snapshot.uris.contains(key)) snapshot.uris.clear();
  auto& uris = snapshot.uris[key];
  if (uris.empty())
    uris = pieces_of<Piece>(snapshot.view->model, [&](const AttributeWriter& out) {
      write_uris(*snapshot.view, host, wanted.one_uri(), out);
    });
  to.begin_group(IPP_TAG_PRINTER);
  gather(to, uris, wanted);
  gather(to, snapshot.passing, wanted);
  gather(to, snapshot.lasting, wanted);
}

std::shared_ptr<const std::string> PrinterCache::answer(const Call& call,
                                                        const PrinterRequest& wanted) {
  const auto charset = call.reply.text(IPP_TAG_OPERATION, "attributes-charset").value_or("");
  const std::string key = call.host + '\n' + charset + '\n' + wanted.key();
  const auto snapshot = snapshot_of(call, call.printer, *call.model);
  const std::lock_guard lock(snapshot->mutex);
  if (const auto known = snapshot->answers.find(key); known != snapshot->answers.end())
    return with_header_of(call.reply, known->second);
  EncodedReply reply(call.reply);
  gather_all(reply, *snapshot, call.host, wanted);
  std::string bytes = std::move(reply).finish();
  if (charset == "us-ascii") make_ascii(bytes);
  auto shared = std::make_shared<const std::string>(std::move(bytes));
  if (snapshot->answers.size() < most_answers) snapshot->answers.emplace(key, shared);
  return shared;
}

void PrinterCache::append(EncodedReply& to, const Call& call, const PrinterRecord& printer,
                          const model::Model& model, const PrinterRequest& wanted) {
  const auto snapshot = snapshot_of(call, printer, model);
  const std::lock_guard lock(snapshot->mutex);
  gather_all(to, *snapshot, call.host, wanted);
}

PrinterRecord PrinterCache::default_printer() {
  const job::Time now = services_.clock();
  {
    const std::lock_guard lock(mutex_);
    if (default_read_ == now)
      if (auto printer = printer_named(services_.store, default_)) return printer;
  }
  auto printer = ipp::default_printer(services_.store);
  const std::lock_guard lock(mutex_);
  default_ = printer ? printer->name : std::string{};
  default_read_ = now;
  return printer;
}

} // namespace platen::intake::ipp
