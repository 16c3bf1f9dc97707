#include "server/previews.h"

#include "base/limits.h"
#include "intake/ipp/job_template.h"
#include "intake/ipp/printers.h"
#include "job/content_hash.h"
#include "preview/page_picture.h"
#include "preview/side_facts.h"
#include "schedule/print_job.h"
#include "server/opened_preview.h"

#include <algorithm>
#include <chrono>
#include <ctime>

namespace platen::server {

namespace {

using intake::api::Call;
using intake::api::PreviewLook;
using intake::api::PreviewPicture;
using intake::api::PreviewQuestion;

// A person waits: what takes longer than this is no preview.
constexpr std::chrono::seconds stall{20}, cpu{60}, page_time{60};
constexpr std::uint64_t kept_bytes = std::uint64_t{192} << 20; // of decoded pictures, all together
constexpr TurnThreads::Bounds thread_bounds{
    .threads = 3, .at_a_time = 2, .waiting = 256, .waiting_of_one = 64};
constexpr Dpi screen_dpi{96};
constexpr std::int64_t idle_seconds = 600;
constexpr std::size_t most_previews = 48, most_previews_of_one = 12;
constexpr std::size_t most_documents = 96, most_documents_of_one = 32;

// Whose previews are whose: the proven name, else where the request comes from.
std::string owner_of(const auth::Principal& who) {
  return who.authenticated() ? "user " + who.name : "from " + who.address;
}

Failure no_such_preview() {
  return fail(Errc::not_found, "there is no such preview any more: ask for it again");
}

std::string key_of(const std::string& document, const render::Opening& how) {
  return document + (how.text_paper == render::TextPaper::letter ? " letter" : "") +
         (how.unwraps ? " unwraps" : "") + (how.distils ? " distils" : "");
}

// The same question has the same name. The model's address: another paper of that name, or another
// profile for it, is another question.
std::string name_of(const std::string& owner, const job::Printer& printer, const void* model,
                    const PreviewQuestion& question, model::Options options) {
  // Said in another order they are the same.
  std::ranges::stable_sort(options, {}, &model::Options::value_type::first);
  job::ContentHash hash;
  const auto add = [&](const std::string& text) {
    hash.add(as_bytes(std::to_string(text.size()) + ":" + text));
  };
  add(owner);
  add(printer.uuid);
  add(printer.device_uri);
  add(std::to_string(reinterpret_cast<std::uintptr_t>(model)));
  add(question.title);
  for (const std::string& document : question.documents)
    add(document);
  for (const auto& [name, value] : options) {
    add(name);
    add(value);
  }
  return job::hex(hash.digest()).substr(0, 32);
}

bool may_look(const Call& call, const job::Job& job) {
  if (call.principal.operates || call.principal.administrator) return true;
  return job.user == (job.user_is_proven ? call.principal.name : call.user);
}

} // namespace

Previews::Previews(Options options)
    : options_(std::move(options)),
      documents_({most_documents, most_documents_of_one, idle_seconds}, options_.clock, {}),
      previews_({most_previews, most_previews_of_one, idle_seconds}, options_.clock,
                [](OpenedPreview& gone) { gone.cancel.request(); }),
      threads_(thread_bounds) {}

Previews::~Previews() {
  previews_.clear();
  threads_.end();
}

void Previews::tick() {
  previews_.tick();
  documents_.tick();
}

bool Previews::take(const Call& call, std::function<void(bool run)> work) {
  return threads_.take(owner_of(call.principal), std::move(work));
}

render::Limits Previews::limits() const {
  render::Limits limits = options_.printing.options.limits;
  limits.stall = std::min<std::chrono::milliseconds>(limits.stall, stall);
  limits.cpu = std::min<std::chrono::milliseconds>(limits.cpu, cpu);
  limits.page = std::min<std::chrono::milliseconds>(limits.page, page_time);
  return limits;
}

void Previews::hold_memory() {
  documents_.shrink(kept_bytes, [](const preview::KeptDocument& one) { return one.bytes(); });
}

Result<Previews::Kept> Previews::kept(const std::string& owner, const std::string& id,
                                      const render::Opening& how, const OpenFile& file) {
  const std::string key = key_of(id, how);
  if (auto known = documents_.find(owner, key)) return known;
  TRY(UniqueFd fd, file());
  TRY(Kept opened,
      preview::KeptDocument::open(std::move(fd), limits(), how, options_.printing.options.spares));
  return documents_.put(owner, key, std::move(opened));
}

Result<std::shared_ptr<OpenedPreview>> Previews::plan(const std::string& owner,
                                                      const std::string& id, flow::PrintJob work,
                                                      std::vector<std::string> ids,
                                                      std::vector<OpenFile> files) {
  work.limits = limits();
  auto made = std::make_shared<OpenedPreview>(id, std::move(work));
  preview::Sources sources;
  sources.document = [&](std::size_t index,
                         const render::Opening& how) -> Result<std::unique_ptr<render::Document>> {
    TRY(Kept one, kept(owner, ids[index], how, files[index]));
    made->documents.push_back(one);
    return preview::document_of(std::move(one));
  };
  sources.table = [this, raw = made.get()](const render::TableRequest& request) {
    return tables_.table(request, raw->work.limits, raw->cancel);
  };
  TRY(made->preview, preview::Preview::open(made->work, made->cancel, std::move(sources)));
  return previews_.put(owner, id, std::move(made));
}

Result<std::shared_ptr<OpenedPreview>> Previews::of_question(const Call& call,
                                                             const PreviewQuestion& question) {
  const std::string owner = owner_of(call.principal);
  const auto printer = intake::ipp::printer_named(options_.printing.store, question.printer);
  if (!printer)
    return fail(Errc::not_found, "there is no printer \"" + question.printer.substr(0, 80) + "\"");
  TRY(const auto model, options_.printing.model(*printer));
  TRY(const auto said, options_.options(call, *printer, *model, question.options));
  TRY(const auto settled, intake::ipp::settle(*model, printer->defaults, said, false));
  if (!settled.conflict.empty()) return fail(Errc::invalid, settled.conflict);
  const std::string id = name_of(owner, *printer, model.get(), question, settled.options);
  if (!question.instead_of.empty() && question.instead_of != id)
    previews_.remove(owner, question.instead_of);
  if (auto known = previews_.find(owner, id)) return known;

  job::Job job;
  job.name = question.title.empty() ? "Untitled" : question.title;
  job.user = call.user;
  job.host = call.principal.address;
  job.created = std::time(nullptr);
  job.options = settled.options;
  TRY(auto work, schedule::make_settings(options_.printing, *printer, job));
  std::vector<OpenFile> files;
  for (const std::string& document : question.documents) {
    // Each time anew: it may be gone, and whoever looks at it uses it.
    TRY(UniqueFd file, options_.document(document, call.principal));
    work.documents.push_back(std::move(file));
    files.emplace_back(
        [this, document, who = call.principal] { return options_.document(document, who); });
  }
  return plan(owner, id, std::move(work), question.documents, std::move(files));
}

Result<std::string> Previews::open(const Call& call, const PreviewQuestion& question) {
  TRY(const auto opened, of_question(call, question));
  return opened->describe();
}

Result<std::shared_ptr<OpenedPreview>> Previews::find(const Call& call, const std::string& id) {
  if (auto known = previews_.find(owner_of(call.principal), id)) return known;
  return no_such_preview();
}

Result<std::string> Previews::describe(const Call& call, const std::string& id) {
  TRY(const auto opened, find(call, id));
  return opened->describe();
}

Result<void> Previews::close(const Call& call, const std::string& id) {
  if (previews_.remove(owner_of(call.principal), id)) return {};
  return no_such_preview();
}

Result<PreviewPicture> Previews::side(const Call& call, const std::string& id, std::int32_t side,
                                      const PreviewLook& look) {
  TRY(const auto opened, find(call, id));
  TRY(PreviewPicture picture, opened->picture(side, look));
  hold_memory();
  return picture;
}

Result<std::string> Previews::pages(const Call& call, const std::string& document) {
  const auto file = [&] { return options_.document(document, call.principal); };
  TRY_VOID(file().map([](const UniqueFd&) {})); // it may be gone, or somebody else's
  TRY(const Kept one, kept(owner_of(call.principal), document, {}, file));
  // Behind what people wait for.
  static_cast<void>(threads_.take("preparing", [one](bool run) {
    if (run) one->prepare();
  }));
  return preview::pages_json(one->document().info());
}

Result<PreviewPicture> Previews::page(const Call& call, const std::string& document,
                                      std::int32_t page, const PreviewLook& look) {
  const auto file = [&] { return options_.document(document, call.principal); };
  TRY_VOID(file().map([](const UniqueFd&) {}));
  TRY(const Kept one, kept(owner_of(call.principal), document, {}, file));
  const std::size_t count = one->document().info().pages.size();
  if (page < 1 || static_cast<std::size_t>(page) > count)
    return fail(Errc::not_found, "the document has " + std::to_string(count) +
                                     " pages, and no page " + std::to_string(page));
  const Cancel never;
  const auto shown = preview::document_of(one);
  TRY(const RowBuffer rows,
      preview::page_picture(*shown, page - 1, look.size,
                            std::max<std::size_t>(1, *options_.printing.options.workers.get()),
                            never));
  hold_memory();
  return coded_picture(rows.band({0, rows.capacity()}), screen_dpi, look.png);
}

Result<std::shared_ptr<OpenedPreview>> Previews::of_job(const Call& call, job::JobId id) {
  job::Store& store = options_.printing.store;
  TRY(const job::Job job, store.job(id));
  if (!may_look(call, job))
    return fail(Errc::denied, "only the owner of a job and operators see its pages");
  if (!job.password.empty() && !job::is_finished(job.state))
    return fail(Errc::denied, "the job waits for its PIN: nobody sees it before");
  const auto printer = intake::ipp::printer_with_id(store, job.printer);
  if (!printer) return fail(Errc::not_found, "the printer of this job is gone");
  if (!job.documents_kept)
    return fail(Errc::not_found, "the documents of this job are not kept any more");
  const std::string owner = "job", name = std::to_string(id) + " " + std::to_string(job.changed);
  if (auto known = previews_.find(owner, name)) return known;
  TRY(auto work, schedule::make_print_job(options_.printing, *printer, job));
  if (!work.maintenance.empty()) return fail(Errc::not_found, "this job has no pages");
  std::vector<OpenFile> files;
  std::vector<std::string> ids;
  for (const job::Document& document : job.documents) {
    if (!document.canceled.empty()) continue;
    files.emplace_back(
        [&store, id, number = document.number] { return store.open_document(id, number); });
    ids.push_back("job " + std::to_string(id) + "/" + std::to_string(document.number));
  }
  return plan(owner, name, std::move(work), std::move(ids), std::move(files));
}

Result<PreviewPicture> Previews::job_side(const Call& call, std::int32_t job, std::int32_t side,
                                          const PreviewLook& look) {
  TRY(const auto opened, of_job(call, job));
  TRY(PreviewPicture picture, opened->picture(side, look));
  hold_memory();
  return picture;
}

} // namespace platen::server
