#include "scan/pack/counted_file.h"
#include "scan/pack/file_maker.h"

namespace platen::scan {
namespace {

class SingleFile final : public FileMaker {
public:
  explicit SingleFile(CountedFile file) : file_(std::move(file)) {}
  std::uint64_t bytes_with(const CodedPage& page, const PageText*) const override {
    return file_.offset() + page.data.size();
  }
  Result<void> add(const CodedPage& page, const PageText*) override {
    EXPECTS(file_.offset() == 0);
    return page.data.copy_to(file_);
  }
  Result<std::uint64_t> finish() override {
    TRY_VOID(file_.commit());
    return file_.offset();
  }

private:
  CountedFile file_;
};

} // namespace

Result<std::unique_ptr<FileMaker>> make_single(const std::filesystem::path& path) {
  TRY(CountedFile file, CountedFile::create(path));
  return std::make_unique<SingleFile>(std::move(file));
}

} // namespace platen::scan
