#include "wire/escl/answers.h"

#include "wire/escl/writer.h"

namespace platen::escl {

namespace {

void write(Writer& xml, const JobInfo& job) {
  xml.open("scan:JobInfo");
  xml.text("pwg:JobUri", job.uri);
  xml.text("pwg:JobUuid", job.uuid);
  xml.number("scan:Age", job.age);
  xml.number("pwg:ImagesCompleted", job.images_completed);
  xml.number("pwg:ImagesToTransfer", job.images_to_transfer);
  xml.text("pwg:JobState", word(job.state));
  xml.open("pwg:JobStateReasons");
  xml.text("pwg:JobStateReason", job.reason);
  xml.close();
  xml.close();
}

} // namespace

std::string to_xml(const ScannerStatus& status) {
  Writer xml("scan:ScannerStatus");
  xml.text("pwg:Version", our_version_word);
  xml.text("pwg:State", word(status.state));
  if (status.adf) xml.text("scan:AdfState", word(*status.adf));
  if (!status.jobs.empty()) {
    xml.open("scan:Jobs");
    for (const JobInfo& job : status.jobs)
      write(xml, job);
    xml.close();
  }
  return std::move(xml).done();
}

std::string image_info_xml(const JobInfo& job, const ImageSize& size) {
  Writer xml("scan:ScanImageInfo");
  xml.text("pwg:JobUri", job.uri);
  xml.text("pwg:JobUuid", job.uuid);
  xml.number("scan:ActualWidth", size.width);
  xml.number("scan:ActualHeight", size.height);
  xml.number("scan:ActualBytesPerLine", size.bytes_per_line);
  return std::move(xml).done();
}

std::string buffer_info_xml(const ScanSettings& settings, const ImageSize& size) {
  Writer xml("scan:ScanBufferInfo");
  xml.open("scan:ScanSettings");
  write(xml, settings);
  xml.close();
  xml.number("scan:ImageWidth", size.width);
  xml.number("scan:ImageHeight", size.height);
  xml.number("scan:BytesPerLine", size.bytes_per_line);
  return std::move(xml).done();
}

} // namespace platen::escl
