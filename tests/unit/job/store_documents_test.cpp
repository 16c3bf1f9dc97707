#include "store_fixture.h"

#include <fcntl.h>
#include <unistd.h>

namespace platen::job {
namespace {

PLATEN_STORE_TEST(StoreDocuments);

// Small ones lie in the database, large ones in files; nobody else should notice.
const std::string small_document(1'000, 's');
const std::string at_the_bound(64 << 10, 'b');
const std::string large_document((64 << 10) + 1, 'l');

TEST_P(StoreDocuments, OfEverySizeComeBackWhole) {
  std::string huge(5'000'000, 'h');
  for (std::size_t i = 0; i < huge.size(); i += 97)
    huge[i] = static_cast<char>(i);
  const std::vector<std::string> all{"", "x", small_document, at_the_bound, large_document, huge};
  const Job job = add(sample(), all);
  ASSERT_EQ(job.documents.size(), all.size());
  for (int round = 0; round < 2; ++round, reopen())
    for (std::size_t i = 0; i < all.size(); ++i) {
      EXPECT_EQ(job.documents[i].number, static_cast<std::int32_t>(i) + 1);
      EXPECT_EQ(job.documents[i].bytes, all[i].size());
      EXPECT_TRUE(read(job.id, job.documents[i].number) == all[i]) << i;
    }
}

TEST_P(StoreDocuments, MayArriveInPiecesOfAnySize) {
  auto incoming = store_->new_document();
  std::string all;
  for (std::size_t size = 1; all.size() < 300'000; size = size * 3 + 1) {
    const std::string piece(size, static_cast<char>('a' + size % 26));
    ASSERT_TRUE(incoming->write(piece));
    all += piece;
    EXPECT_EQ(incoming->size(), all.size());
  }
  incoming->name = "holiday.jpg";
  incoming->format = "image/jpeg";
  incoming->attributes = "attributes";
  std::vector<std::unique_ptr<IncomingDocument>> documents;
  documents.push_back(std::move(incoming));
  const auto job =
      wait<Job>([&](auto done) { store_->add_job(sample(), std::move(documents), done); });
  ASSERT_TRUE(job);
  EXPECT_EQ(job->documents[0].name, "holiday.jpg");
  EXPECT_EQ(job->documents[0].format, "image/jpeg");
  EXPECT_EQ(job->documents[0].attributes, "attributes");
  EXPECT_TRUE(read(job->id) == all);
}

// Papers, profiles and recipes come as documents that become no job.
TEST_P(StoreDocuments, CanBeReadWithoutAJob) {
  for (const std::string& whole : {small_document, at_the_bound, large_document}) {
    const auto incoming = document(whole);
    const auto content = incoming->content(1 << 20);
    ASSERT_TRUE(content) << content.error().message();
    EXPECT_EQ(as_text(*content), whole);
    EXPECT_EQ(incoming->content(100).error().code, Errc::limit);
  }
}

TEST_P(StoreDocuments, ThatNobodyCommitsLeaveNothing) {
  { const auto incoming = document(large_document); }
  EXPECT_EQ(document_files(), 0U);
  Job job = sample();
  job.printer = 99;
  std::vector<std::unique_ptr<IncomingDocument>> documents;
  documents.push_back(document(large_document));
  EXPECT_EQ(kind(wait<Job>([&](auto done) { store_->add_job(job, std::move(documents), done); })),
            Errc::not_found);
  close(); // the change is gone when the store is
  EXPECT_EQ(document_files(), 0U);
}

TEST_P(StoreDocuments, AreAppendedToAnOpenJob) {
  Job open = sample(JobState::held);
  open.incoming = true;
  const JobId id = add(open).id;
  const auto append = [&](const std::string& bytes, bool last) {
    return wait<Job>([&](auto done) {
      store_->add_document(
          id, document(bytes),
          [last](Job& job) -> Result<void> {
            if (!job.incoming) return fail(Errc::conflict, "it is closed");
            job.incoming = !last;
            if (last) job.state = JobState::pending;
            return {};
          },
          done);
    });
  };
  EXPECT_EQ(next(), std::nullopt);
  EXPECT_EQ(append(small_document, false)->documents.size(), 1U);
  EXPECT_EQ(append(large_document, true)->documents.size(), 2U);
  EXPECT_EQ(kind(append(large_document, true)), Errc::conflict);
  EXPECT_TRUE(read(id, 1) == small_document);
  EXPECT_TRUE(read(id, 2) == large_document);
  EXPECT_EQ(next(), id);
  close();
  EXPECT_EQ(document_files(), 1U);
}

TEST_P(StoreDocuments, AreOpenedForReadingAtTheirStart) {
  const JobId id = add(sample(), {small_document, large_document}).id;
  for (const std::int32_t number : {1, 2}) {
    const auto fd = store_->open_document(id, number);
    ASSERT_TRUE(fd);
    EXPECT_EQ(::lseek(fd->get(), 0, SEEK_CUR), 0);
    EXPECT_LT(::write(fd->get(), "x", 1), 0) << "nobody changes a stored document";
  }
  EXPECT_EQ(kind(store_->open_document(id, 3)), Errc::not_found);
  EXPECT_EQ(kind(store_->open_document(id, 0)), Errc::not_found);
  EXPECT_EQ(kind(store_->open_document(id + 1, 1)), Errc::not_found);
}

TEST_P(StoreDocuments, AreSharedByACopyOfTheirJob) {
  const Job job = add(sample(JobState::completed), {small_document, large_document});
  now_ += 100;
  const auto copy = wait<Job>([&](auto done) {
    store_->copy_job(
        job.id,
        [](Job& again) -> Result<void> {
          again.copies = 3;
          return {};
        },
        done);
  });
  ASSERT_TRUE(copy);
  EXPECT_NE(copy->id, job.id);
  EXPECT_NE(copy->uuid, job.uuid);
  EXPECT_EQ(copy->copies, 3);
  EXPECT_EQ(copy->state, JobState::pending);
  EXPECT_EQ(copy->finished, 0);
  EXPECT_EQ(copy->created, now_);
  EXPECT_EQ(document_files(), 1U);

  // The first job's documents go; the copy keeps its own.
  EXPECT_EQ(prune({-1, -1, 0, -1}).bytes, 0) << "nothing was freed yet";
  EXPECT_FALSE(store_->job(job.id)->documents_kept);
  EXPECT_EQ(kind(store_->open_document(job.id, 1)), Errc::not_found);
  EXPECT_TRUE(read(copy->id, 1) == small_document);
  EXPECT_TRUE(read(copy->id, 2) == large_document);
  set_state(copy->id, JobState::completed);
  EXPECT_EQ(prune({-1, -1, 0, -1}).bytes,
            static_cast<std::int64_t>(small_document.size() + large_document.size()));
  close();
  EXPECT_EQ(document_files(), 0U);
}

TEST_P(StoreDocuments, ThatAreGoneOrNotYetThereCannotBePrintedAgain) {
  const auto copy = [&](JobId id) {
    return kind(wait<Job>([&](auto done) { store_->copy_job(id, {}, done); }));
  };
  const JobId gone = add(sample(JobState::completed), {small_document}).id;
  prune({-1, -1, 0, -1});
  EXPECT_EQ(copy(gone), Errc::conflict);
  EXPECT_EQ(copy(add(sample(JobState::pending), {small_document}).id), Errc::conflict);
  EXPECT_EQ(copy(add(JobState::canceled).id), Errc::conflict) << "it never had a document";
  Job open = sample(JobState::held);
  open.incoming = true;
  EXPECT_EQ(copy(add(open, {small_document}).id), Errc::conflict);
  EXPECT_EQ(copy(99), Errc::not_found);
  EXPECT_EQ(copy(add(sample(JobState::held), {small_document}).id), std::nullopt);
}

TEST_P(StoreDocuments, ThatWaitForAPasswordStillDoAsACopy) {
  Job secret = sample(JobState::canceled);
  secret.password = "$argon2id$...";
  const JobId id = add(secret, {small_document}).id;
  const auto copy = wait<Job>([&](auto done) { store_->copy_job(id, {}, done); });
  ASSERT_TRUE(copy);
  EXPECT_EQ(copy->state, JobState::held);
  EXPECT_EQ(copy->password, secret.password);
}

} // namespace
} // namespace platen::job
