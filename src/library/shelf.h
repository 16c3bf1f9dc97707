#pragma once

#include "base/live.h"
#include "job/store.h"
#include "library/bundle.h"
#include "library/removal.h"

#include <functional>
#include <memory>
#include <mutex>
#include <span>

namespace platen::library {

// Looks into a profile inside the sandbox: what it is, or why it cannot be one for a printer.
using ProfileCheck = std::function<Result<model::ProfileFacts>(Bytes profile)>;

// The papers, profiles and recipes of a server: kept in the job store, each change one transaction
// of it, and the models as they are with them. From any thread; a change blocks until it is on
// disk, and while one is made another is refused (Errc::busy).
class Shelf {
public:
  // `store` and `files` outlive it. What the store has and the models do not take any more (a model
  // file has changed) is kept and told to `report`, and that model is without additions.
  static Result<std::unique_ptr<Shelf>> open(job::Store& store, std::span<const model::Model> files,
                                             ProfileCheck check,
                                             const std::function<void(std::string)>& report);

  std::shared_ptr<const Library> library() const { return library_.get(); }
  // By id, with what was added for it; null: there is no such model.
  std::shared_ptr<const model::Model> model(std::string_view id) const;
  // All models in the order of the files; another object after each change.
  using Models = std::vector<std::shared_ptr<const model::Model>>;
  std::shared_ptr<const Models> models() const { return models_.get(); }
  Result<Buffer> profile(const std::string& sha256) const; // Errc::not_found
  Result<std::string> exported() const;                    // a bundle of everything

  // All of it or nothing. The profiles of the bundle are checked; what has the name of something
  // that is there takes its place (see merged()). Errc::limit: it would be more than a bundle
  // holds.
  Result<void> add(Bundle bundle);
  // Errc::conflict where a printer's defaults or a job that is still to be printed name it.
  Result<void> remove(Kind kind, const std::string& model, const std::string& name);

private:
  Shelf(job::Store& store, std::span<const model::Model> files, ProfileCheck check)
      : store_(store), files_(files), check_(std::move(check)) {}
  Result<void> load(const std::function<void(std::string)>& report);
  Result<void> check_profiles(Bundle& bundle) const;
  Result<void> commit(Library next, const std::map<std::string, Buffer>& profiles);
  Result<void> check_no_default(const Removal& what) const;
  Result<void> check_no_job(const Removal& what) const;
  void publish(Library library, const std::function<void(std::string)>& report);

  job::Store& store_;
  const std::span<const model::Model> files_;
  const ProfileCheck check_;
  std::mutex changing_;
  std::string root_; // the digest under which the store has the index; empty: none
  Live<Library> library_;
  Live<Models> models_;
};

} // namespace platen::library
