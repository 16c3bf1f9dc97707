#include "base/scratch_folder.h"
#include "server/demo.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::server {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::Field;
using testing::StartsWith;

TEST(Demo, TheCopiersScan) {
  const auto folder = ScratchFolder::make();
  ASSERT_TRUE(folder);
  job::StoreOptions options;
  options.folder = folder->path() / "state";
  const auto store = job::open_sqlite_store(std::move(options));
  ASSERT_TRUE(store) << store.error().message();
  const auto models = model::load_models(PLATEN_SOURCE_DATA);
  ASSERT_TRUE(models) << models.error().message();
  Log log(
      LogLevel::error, LogFormat::text, [] { return std::int64_t{0}; }, [](std::string_view) {});
  const auto demo = start_demo(**store, *models, folder->path() / "virtual", log, {});
  ASSERT_TRUE(demo) << demo.error().message();
  const auto scanners = (*demo)->scanners();
  EXPECT_THAT(scanners,
              ElementsAre(AllOf(Field(&Demo::Scanner::name, "ir1020"),
                                Field(&Demo::Scanner::model, "canon-ir1020"),
                                Field(&Demo::Scanner::uri, StartsWith("bjnp://127.0.0.1:"))),
                          AllOf(Field(&Demo::Scanner::name, "ir1024"),
                                Field(&Demo::Scanner::model, "canon-ir1024"),
                                Field(&Demo::Scanner::uri, StartsWith("bjnp://127.0.0.1:")))));
  EXPECT_NE(scanners[0].uri, scanners[1].uri);
}

} // namespace
} // namespace platen::server
