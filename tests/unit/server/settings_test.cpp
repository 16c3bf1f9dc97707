#include "server/settings.h"

#include <gtest/gtest.h>

namespace platen::server {
namespace {

std::string defaults() {
  std::string text, section;
  for (const SettingKey& key : setting_keys()) {
    if (key.section != section) {
      section = key.section;
      text += "[" + section + "]\n";
    }
    text += std::string(key.key) + " = " + std::string(key.otherwise) + "\n";
  }
  return text;
}

TEST(SettingKeys, AreThoseOfTheConfigurationWithItsDefaults) {
  const auto read = parse_config(defaults(), "defaults");
  ASSERT_TRUE(read) << read.error().message();
  const Config fresh;
  EXPECT_EQ(read->name, fresh.name);
  EXPECT_EQ(read->listen, fresh.listen);
  EXPECT_EQ(read->port, fresh.port);
  EXPECT_EQ(read->log_level, fresh.log_level);
  EXPECT_EQ(read->connections, fresh.connections);
  EXPECT_EQ(read->connections_per_address, fresh.connections_per_address);
  EXPECT_EQ(read->document_bytes, fresh.document_bytes);
  EXPECT_EQ(read->policy.login_to_print, fresh.policy.login_to_print);
  EXPECT_EQ(read->policy.others_see_jobs, fresh.policy.others_see_jobs);
  EXPECT_EQ(read->policy.others_see_names, fresh.policy.others_see_names);
  EXPECT_EQ(read->policy.jobs_per_user, fresh.policy.jobs_per_user);
  EXPECT_EQ(read->policy.bytes_per_user, fresh.policy.bytes_per_user);
  EXPECT_EQ(read->policy.spool_bytes, fresh.policy.spool_bytes);
  EXPECT_EQ(read->policy.free_bytes, fresh.policy.free_bytes);
  EXPECT_EQ(read->policy.refuse_beyond_limits, fresh.policy.refuse_beyond_limits);
  EXPECT_EQ(read->retention.history_jobs, fresh.retention.history_jobs);
  EXPECT_EQ(read->retention.history_seconds, fresh.retention.history_seconds);
  EXPECT_EQ(read->retention.document_seconds, fresh.retention.document_seconds);
  EXPECT_EQ(read->retention.document_bytes, fresh.retention.document_bytes);
  EXPECT_EQ(read->retention.retained_seconds, fresh.retention.retained_seconds);
  EXPECT_EQ(read->unreleased_seconds, fresh.unreleased_seconds);
  EXPECT_EQ(read->announce, fresh.announce);
  EXPECT_EQ(read->ask_devices, fresh.ask_devices);
  EXPECT_EQ(read->status_interval, fresh.status_interval);
  EXPECT_EQ(read->metrics_open, fresh.metrics_open);
  EXPECT_EQ(read->silent_seconds, fresh.silent_seconds);
  EXPECT_EQ(read->queue, fresh.queue);
  EXPECT_EQ(read->workers, fresh.workers);
  EXPECT_EQ(read->ahead_bytes, fresh.ahead_bytes);
  EXPECT_EQ(read->spares.count, fresh.spares.count);
  EXPECT_EQ(read->spares.idle, fresh.spares.idle);
}

TEST(SettingKeys, HaveTheBoundsOfTheConfiguration) {
  for (const SettingKey& key : setting_keys()) {
    if (key.type != SettingKey::Type::number) continue;
    const std::string head = "[" + std::string(key.section) + "]\n" + std::string(key.key) + " = ";
    EXPECT_TRUE(parse_config(head + std::to_string(key.least), "f")) << head;
    EXPECT_TRUE(parse_config(head + std::to_string(key.most), "f")) << head;
    // Port 0 is for tests alone.
    if (key.key != "port") {
      EXPECT_FALSE(parse_config(head + std::to_string(key.least - 1), "f")) << head;
    }
    EXPECT_FALSE(parse_config(head + std::to_string(key.most + 1), "f")) << head;
  }
}

} // namespace
} // namespace platen::server
