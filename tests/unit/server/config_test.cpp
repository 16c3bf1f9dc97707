#include "server/config.h"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace platen::server {
namespace {

using ::testing::HasSubstr;

TEST(Config, NeedsNothing) {
  const auto config = parse_config("", "platen.toml");
  ASSERT_TRUE(config) << config.error().what;
  EXPECT_EQ(config->port, 8631);
  EXPECT_THAT(config->listen, ::testing::ElementsAre("127.0.0.1", "::1"));
  EXPECT_FALSE(config->policy.login_to_print);
  EXPECT_FALSE(config->open_documents_without_sandbox);
  EXPECT_EQ(config->spares.count, 1u);
}

TEST(Config, TakesEveryKey) {
  const auto config = parse_config(R"(
    [server]
    name = "house"
    listen = ["*", "192.0.2.7"]
    port = 0
    host-names = ["print.example.org"]
    spool = "/srv/spool"
    [tls]
    certificate = "/c.pem"
    key = "/k.pem"
    [log]
    level = "debug"
    format = "json"
    requests = true
    [access]
    administrators = ["root"]
    login-to-print = true
    others-see-jobs = false
    others-see-names = true
    [limits]
    connections = 100
    connections-per-address = 7
    document-mb = 2
    jobs-per-user = 5
    mb-per-user = 6
    spool-mb = 7
    free-mb = 8
    [history]
    jobs = -1
    days = 1
    document-days = 0
    document-mb = -1
    retain-days = 2
    [security]
    open-documents-without-sandbox = true
    [discovery]
    announce = false
    [printing]
    workers = 3
    queue = "age"
    ahead-mb = 1
    spare-renderers = 0
    spare-seconds = 20
  )",
                                   "platen.toml");
  ASSERT_TRUE(config) << config.error().what;
  EXPECT_EQ(config->spool, "/srv/spool");
  EXPECT_EQ(config->log_level, LogLevel::debug);
  EXPECT_EQ(config->log_format, LogFormat::json);
  EXPECT_EQ(config->connections_per_address, 7u);
  EXPECT_EQ(config->document_bytes, 2u << 20);
  EXPECT_THAT(config->administrators, ::testing::ElementsAre(0));
  EXPECT_EQ(config->policy.jobs_per_user, 5);
  EXPECT_EQ(config->policy.bytes_per_user, 6 << 20);
  EXPECT_EQ(config->policy.spool_bytes, 7 << 20);
  EXPECT_EQ(config->policy.free_bytes, 8 << 20);
  EXPECT_TRUE(config->open_documents_without_sandbox);
  EXPECT_EQ(config->retention.history_jobs, -1);
  EXPECT_EQ(config->retention.history_seconds, 86'400);
  EXPECT_EQ(config->retention.document_seconds, 0);
  EXPECT_EQ(config->retention.document_bytes, -1);
  EXPECT_EQ(config->retention.retained_seconds, 2 * 86'400);
  EXPECT_EQ(config->queue, job::QueueOrder::age);
  EXPECT_EQ(config->ahead_bytes, 1u << 20);
  EXPECT_EQ(config->spares.count, 0u);
  EXPECT_EQ(config->spares.idle, std::chrono::seconds(20));
  const auto addresses = listen_addresses(*config);
  ASSERT_TRUE(addresses);
  EXPECT_EQ(addresses->size(), 3u);
}

struct Wrong {
  std::string text, expected;
};
class WrongConfig : public ::testing::TestWithParam<Wrong> {};

TEST_P(WrongConfig, IsRefusedWithItsPlace) {
  const auto config = parse_config(GetParam().text, "platen.toml");
  ASSERT_FALSE(config);
  EXPECT_THAT(config.error().what, HasSubstr(GetParam().expected));
}

INSTANTIATE_TEST_SUITE_P(
    All, WrongConfig,
    ::testing::Values(Wrong{"[server]\nprot = 1\n", "platen.toml:2:"},
                      Wrong{"[sevrer]\n", "platen.toml:1:"},
                      Wrong{"[server]\nport = 65536\n", "platen.toml:2:8: [server] port is 65536"},
                      Wrong{"[server]\nport = \"x\"\n", "platen.toml:2:8"},
                      Wrong{"[server]\nlisten = [\"localhost\"]\n", "no numeric address"},
                      Wrong{"[log]\nlevel = \"loud\"\n", "platen.toml:2:9"},
                      Wrong{"[limits]\nconnections-per-address = 0\n",
                            "platen.toml:2:27: [limits] connections-per-address is 0"},
                      Wrong{"[tls]\nkey = \"/k.pem\"\n", "both certificate and key"},
                      Wrong{"[tls]\nkey = \"k.pem\"\ncertificate = \"/c\"\n", "absolute path"},
                      Wrong{"[printing]\nspare-renderers = 3\n", "[printing] spare-renderers is 3"},
                      Wrong{"[history]\ndays = -2\n", "[history] days is -2"},
                      Wrong{"[server]\nhost-names = [\"a b\"]\n",
                            "platen.toml:2:14: \"a b\" is no host"},
                      Wrong{"[server]\nspool = \"spool\"\n",
                            "platen.toml:2:9: [server] spool is not an absolute"},
                      Wrong{"[access]\nadministrators = [\"no such user\"]\n",
                            "platen.toml:2:18: [access] administrators: this machine has no user"},
                      Wrong{"[server\n", "platen.toml:1:"}));

TEST(Config, TellsWhatNeedsARestart) {
  const Config was;
  Config is;
  is.port = 632;
  is.name = "another";
  EXPECT_THAT(restart_keys(was, is), ::testing::ElementsAre("[server] port"));
  is.listen = {"*"};
  is.open_documents_without_sandbox = true;
  is.faults["ir1024"].faults.push_back({.kind = twin::FaultKind::stall});
  EXPECT_THAT(restart_keys(was, is),
              ::testing::ElementsAre("[server] listen", "[server] port",
                                     "[security] open-documents-without-sandbox", "[demo.faults]"));
  const Config taken = without_restart(was, is);
  EXPECT_THAT(restart_keys(was, taken), ::testing::IsEmpty());
  EXPECT_EQ(taken.name, "another");
}

TEST(Config, AMissingFileIsAnErrorOnlyWhenItWasNamed) {
  EXPECT_TRUE(load_config("/nonexistent/platen.toml", false));
  EXPECT_FALSE(load_config("/nonexistent/platen.toml", true));
}

TEST(Config, ReadsTheFaultScriptsOfTheVirtualPrinters) {
  const std::string file =
      ::testing::TempDir() + "platen-config-faults-" + std::to_string(::getpid()) + ".toml";
  const std::string config = "[demo.faults]\nir1024 = \"" + file + "\"\n";
  std::ofstream(file) << "[[fault]]\nwhat = \"jam\"\nat = \"before\"\n";
  const auto good = parse_config(config, "platen.toml");
  ASSERT_TRUE(good) << good.error().what;
  EXPECT_EQ(good->faults.at("ir1024").faults.size(), 1u);
  std::ofstream(file) << "[[fault]]\nwhat = \"jam\"\n";
  const auto bad = parse_config(config, "platen.toml");
  std::filesystem::remove(file);
  ASSERT_FALSE(bad);
  EXPECT_THAT(bad.error().what, ::testing::StartsWith(file + ":1:"));
  EXPECT_THAT(parse_config("[demo.faults]\nlaser = \"/f\"\n", "platen.toml").error().what,
              HasSubstr("laser"));
  EXPECT_THAT(parse_config("[demo.faults]\nir1020 = \"f\"\n", "platen.toml").error().what,
              HasSubstr("absolute"));
}

} // namespace
} // namespace platen::server
