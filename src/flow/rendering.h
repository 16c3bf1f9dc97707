#pragma once

#include "flow/arrangement.h"
#include "flow/job_plan.h"
#include "flow/parking.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace platen::flow {

// What the documents of a job are opened as.
render::Opening opening_of(const model::Ticket& ticket);

// The sides of one job, made in order by a thread of its own and parked until they are taken. It
// opens the documents at once, plans and draws when it is told for which device. All waits end
// when the given flag is raised, with Errc::cancelled; the first error is every later answer: also
// that there is no thread (Errc::busy).
class Rendering {
public:
  // `job` outlives it. `parking` may be null (then only the sides in the making wait); `rendered`
  // is called on its thread after the last side, and may be empty.
  Rendering(const PrintJob& job, std::shared_ptr<Parking> parking, std::function<void()> rendered);
  ~Rendering(); // stops at once
  Rendering(const Rendering&) = delete;
  Rendering& operator=(const Rendering&) = delete;

  Result<void> started() const;              // Errc::busy: there is no thread for it
  Result<void> opened(const Cancel& cancel); // waits until the documents are
  // Goes on with what the device of `language` wants; once.
  void draw_for(std::unique_ptr<const encode::Language> language);
  bool drawing() const;
  Result<const JobPlan*> plan(const Cancel& cancel); // waits for it
  const JobPlan* known_plan() const;                 // null while there is none
  Result<void> first_side(const Cancel& cancel);     // waits for it, takes nothing
  Result<Spool> next(const Cancel& cancel);          // sides in order, once each
  void hurry(); // a device takes the sides: parking does not hold them up any more
  bool rendered() const;
  std::vector<std::string> warnings(const Cancel& cancel); // after the last side was taken
  std::vector<PageStatement> statements() const;           // likewise
  // Whether what is made is right for the device of `language` too. After plan().
  Result<bool> fits(const encode::Language& language) const;

private:
  struct Finished {
    Spool payload;
    std::uint64_t parked = 0;
  };

  void work();
  Result<void> open_documents();
  Result<void> make_sides();
  Result<void> make_sides_of(std::size_t document, std::span<const Side> sides,
                             const std::vector<const render::Document*>& drawn);
  bool wait_for_room();
  template<class Ready> Result<void> wait(const Cancel& cancel, Ready ready);
  void say(const std::vector<std::string>& warnings, std::size_t document);
  void say_all(std::vector<std::string> warnings);

  const PrintJob& job_;
  const std::shared_ptr<Parking> parking_;
  const std::function<void()> rendered_hook_;
  Cancel cancel_;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  Documents documents_; // not changed any more once opened_
  std::unique_ptr<const encode::Language> language_;
  std::optional<JobPlan> plan_;
  Arrangement arranged_;      // set by the thread itself, and read by it alone
  std::set<PageOf> left_out_; // set before plan_
  std::deque<Finished> finished_;
  std::uint64_t waiting_bytes_ = 0; // of finished_
  std::vector<std::string> warnings_;
  std::vector<PageStatement> statements_;
  std::optional<Error> error_;
  bool opened_ = false, rendered_ = false, hurry_ = false, stopping_ = false;
  std::thread thread_; // the last member: it uses all others
};

} // namespace platen::flow
