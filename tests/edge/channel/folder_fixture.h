// A folder of its own for each test of the folder channel, and a delivery to it.
#pragma once

#include <string>

#include "edge/channel/folder_channel.h"
#include "tests/support/folder.h"

namespace wardbridge::test {

inline const std::string kKey = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

inline model::Delivery MakeDelivery() {
  model::Delivery delivery;
  delivery.key = kKey;
  delivery.destination = "archive";
  delivery.stay = "stay-1";
  delivery.revision = 2;
  delivery.payload = R"({"resourceType":"Bundle","total":36.80})";
  delivery.document = "%PDF-1.7 a document";
  delivery.bundle_identifier = "b5f6e2d0-0000-5000-8000-000000000001";
  delivery.version_id = "2";
  return delivery;
}

struct FolderFixture : TemporaryFolder {
  FolderFixture() { options.path = out.string(); }

  channel::FolderOptions options;
};

}  // namespace wardbridge::test
