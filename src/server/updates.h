#pragma once

#include "base/cancel.h"
#include "base/live.h"
#include "base/side_thread.h"
#include "intake/api/device_routes.h"
#include "intake/api/update_routes.h"
#include "server/config.h"
#include "server/log.h"
#include "update/update.h"

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>

namespace platen::server {

// Asks the source of models each day, if there is one; installs what administrators wish for, and
// has the server print with it.
class Updates final : public intake::api::UpdateDesk {
public:
  struct Parts {
    update::Place place;
    Live<Config> config; // as it is in force
    Log& log;
    // Others are in force now. The models of the server are replaced by them.
    std::function<void(std::vector<model::Model>)> take;
    std::function<void()> changed;            // whoever shows how updates are asks anew
    std::function<std::int64_t()> clock = {}; // empty: the system's
  };
  explicit Updates(Parts parts);
  ~Updates() override { stop(); }

  void tick();       // about once a second
  void stop();       // what is asked for ends
  void read_again(); // the folder may have been changed by a command

  Result<update::Outcome> run(update::Source& source, const update::Wish& wish);

  std::string status() override;
  Result<std::string> check() override;
  Result<std::string> install(const Wish& wish) override;
  Result<std::string> install_packed(const std::string& pack, const Wish& wish) override;
  Result<std::string> pin(const std::string& id, std::optional<std::int64_t> version) override;
  Result<std::string> unpin(const std::string& id) override;
  Result<std::string> rollback(const std::string& id) override;
  Result<std::string> verify() override;
  Result<std::string> text_of(const std::string& id) override;
  std::map<std::string, intake::api::ModelFile> files() const; // of the models in force

private:
  Result<std::unique_ptr<update::Source>> configured_source();
  Result<std::string> after(Result<std::string> words);
  void look();
  std::int64_t time() const;
  bool is_news(const update::InForce& here);

  const Parts parts_;
  Cancel stopping_;
  std::mutex mutex_;
  std::string known_;                 // what is in force, as is_news() saw it last
  std::atomic<std::int64_t> next_{0}; // when it is looked for a day's news; 0: not decided yet
  SideThread looking_{1};             // last: it uses all the others
};

} // namespace platen::server
