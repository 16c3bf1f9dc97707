#pragma once

#include "base/kept_for.h"
#include "base/turn_threads.h"
#include "intake/api/preview_routes.h"
#include "preview/kept_document.h"
#include "preview/kept_tables.h"
#include "schedule/shared.h"

#include <functional>
#include <memory>
#include <string>

namespace platen::server {

struct OpenedPreview; // opened_preview.h

// Previews of what is about to be printed and of jobs, made by the stages that make the printer's
// pages. Documents, decoded pictures and colour tables are kept from one question to the next, so
// that a changed setting costs a small picture and nothing else (ADR 27).
class Previews final : public intake::api::PreviewDesk {
public:
  struct Options {
    schedule::Shared printing;
    // A document that was sent, for reading; Errc::not_found: it is not there for this caller.
    std::function<Result<UniqueFd>(const std::string& id, const auth::Principal& who)> document;
    // The options of a job as the model takes them, from what the caller says.
    std::function<Result<model::Options>(const intake::api::Call& call, const job::Printer& printer,
                                         const model::Model& model, const model::Options& said)>
        options;
    std::function<std::int64_t()> clock; // seconds, monotonic
  };
  explicit Previews(Options options);
  ~Previews() override; // what is drawn ends at once
  void tick();          // now and then: what nobody looks at goes

  bool take(const intake::api::Call& call, std::function<void(bool run)> work) override;
  Result<std::string> open(const intake::api::Call& call,
                           const intake::api::PreviewQuestion& question) override;
  Result<std::string> describe(const intake::api::Call& call, const std::string& id) override;
  Result<void> close(const intake::api::Call& call, const std::string& id) override;
  Result<intake::api::PreviewPicture> side(const intake::api::Call& call, const std::string& id,
                                           std::int32_t side,
                                           const intake::api::PreviewLook& look) override;
  Result<std::string> pages(const intake::api::Call& call, const std::string& document) override;
  Result<intake::api::PreviewPicture> page(const intake::api::Call& call,
                                           const std::string& document, std::int32_t page,
                                           const intake::api::PreviewLook& look) override;
  Result<intake::api::PreviewPicture> job_side(const intake::api::Call& call, std::int32_t job,
                                               std::int32_t side,
                                               const intake::api::PreviewLook& look) override;

private:
  using Kept = std::shared_ptr<preview::KeptDocument>;
  // Opens a file where it is not kept yet.
  using OpenFile = std::function<Result<UniqueFd>()>;
  Result<Kept> kept(const std::string& owner, const std::string& id, const render::Opening& how,
                    const OpenFile& file);
  // Plans `work`, whose documents come from `files` under the keys `ids`.
  Result<std::shared_ptr<OpenedPreview>> plan(const std::string& owner, const std::string& id,
                                              flow::PrintJob work, std::vector<std::string> ids,
                                              std::vector<OpenFile> files);
  Result<std::shared_ptr<OpenedPreview>> of_question(const intake::api::Call& call,
                                                     const intake::api::PreviewQuestion& question);
  Result<std::shared_ptr<OpenedPreview>> of_job(const intake::api::Call& call, job::JobId id);
  Result<std::shared_ptr<OpenedPreview>> find(const intake::api::Call& call, const std::string& id);
  render::Limits limits() const;
  void hold_memory();

  const Options options_;
  preview::KeptTables tables_;
  KeptFor<preview::KeptDocument> documents_;
  KeptFor<OpenedPreview> previews_;
  TurnThreads threads_; // last: it uses all others
};

} // namespace platen::server
