#pragma once

#include "base/live.h"
#include "job/store.h"
#include "library/bundle.h"
#include "library/removal.h"
#include "model/catalogue.h"

#include <functional>
#include <memory>
#include <mutex>
#include <span>

namespace platen::library {

// Looks into a profile inside the sandbox: what it is, or why it cannot be one for a printer.
using ProfileCheck = std::function<Result<model::ProfileFacts>(Bytes profile)>;

// Looks into a PDF inside the sandbox: how many pages it has, or why none can be laid on others.
using LetterheadCheck = std::function<Result<std::int32_t>(Bytes pdf)>;

// The papers, profiles, recipes and letterheads of a server: kept in the job store, each change one
// transaction of it, and the models as they are with them. From any thread; a change blocks until
// it is on disk, and while one is made another is refused (Errc::busy).
class Shelf {
public:
  // `store` and `files` outlive it. What the store has and the models do not take any more (a model
  // file has changed) is kept and told to `report`, and that model is without additions.
  static Result<std::unique_ptr<Shelf>> open(job::Store& store, model::Catalogue files,
                                             ProfileCheck profiles,
                                             const std::function<void(std::string)>& report,
                                             LetterheadCheck letterheads = {});

  std::shared_ptr<const Library> library() const { return library_.get(); }
  // Called after each change, on the thread that made it. Before others use the shelf.
  void on_change(std::function<void()> changed) { changed_ = std::move(changed); }
  // The files are others now: the models are made of them anew. Waits for a change that is made.
  void files_changed(const std::function<void(std::string)>& report);
  std::span<const model::Model> files() const { return files_.now(); }
  // By id, with what was added for it; null: there is no such model.
  std::shared_ptr<const model::Model> model(std::string_view id) const;
  // All models in the order of the files; another object after each change.
  using Models = std::vector<std::shared_ptr<const model::Model>>;
  std::shared_ptr<const Models> models() const { return models_.get(); }
  Result<Buffer> profile(const std::string& sha256) const;    // Errc::not_found
  Result<Buffer> letterhead(const std::string& sha256) const; // likewise
  Result<std::string> exported() const;                       // a bundle of everything

  // All of it or nothing. The profiles and letterheads of the bundle are checked; what has the name
  // of something that is there takes its place (see merged()). Errc::limit: it would be more than a
  // bundle holds.
  Result<void> add(Bundle bundle);
  // Errc::conflict where a printer's defaults or a job that is still to be printed name it.
  Result<void> remove(Kind kind, const std::string& model, const std::string& name);

private:
  Shelf(job::Store& store, model::Catalogue files, ProfileCheck profiles,
        LetterheadCheck letterheads)
      : store_(store), files_(std::move(files)), check_profile_(std::move(profiles)),
        check_letterhead_(std::move(letterheads)) {}
  Result<Buffer> content(std::string_view what, const std::string& sha256) const;
  Result<void> load(const std::function<void(std::string)>& report);
  Result<void> check_contents(Bundle& bundle) const;
  Result<void> commit(Library next, const std::map<std::string, Buffer>& profiles);
  Result<void> check_no_default(const Removal& what) const;
  Result<void> check_no_job(const Removal& what) const;
  void publish(Library library, const std::function<void(std::string)>& report);

  job::Store& store_;
  const model::Catalogue files_;
  const ProfileCheck check_profile_;
  const LetterheadCheck check_letterhead_; // empty: none are taken
  std::function<void()> changed_;
  std::mutex changing_;
  std::string root_; // the digest under which the store has the index; empty: none
  Live<Library> library_;
  Live<Models> models_;
};

} // namespace platen::library
