// store_writer DATABASE FIRST [LIMIT]: a host that appends messages FIRST, FIRST + 1, ... and says
// on stdout what became of each: "ack N", "dup N" or "fail N CODE TROUBLE" ("-" for none). For
// tests that kill it. After LIMIT messages it waits to be killed.
#include <condition_variable>
#include <cstdlib>
#include <iostream>
#include <mutex>
#include <string>
#include <thread>

#include <unistd.h>

#include "edge/store/store.h"

namespace {

using namespace wardbridge;  // NOLINT(google-build-using-namespace): a program of one file

constexpr int kInFlight = 8;
constexpr std::size_t kBodyBytes = 6000;

// One write(2) a line: what the parent has read was told before any kill.
void Say(const std::string& line) {
  const std::string text = line + "\n";
  if (write(STDOUT_FILENO, text.data(), text.size()) < 0) _exit(3);
}

store::InboxRow Message(long number) {
  store::InboxRow row;
  row.feed = "pas";
  row.control_id = std::to_string(number);
  row.body_hash = "hash-" + row.control_id;
  row.type = "ADT^A08";
  row.received = Timestamp::FromUnixMs(1'790'000'000'000);
  row.bytes = "MSH|^~\\&|" + row.control_id + "|" + std::string(kBodyBytes, 'x');
  return row;
}

// Lets only some jobs wait at a time, so that there are many commits with some jobs each.
class Window {
 public:
  void Enter() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return inside_ < kInFlight; });
    ++inside_;
  }
  void Leave() {
    const std::lock_guard lock(mutex_);
    --inside_;
    changed_.notify_one();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int inside_ = 0;
};

void Append(store::Store& store, Window& window, long number) {
  auto duplicate = std::make_shared<bool>(false);
  window.Enter();
  store.Write(
      [number, duplicate](store::Rows& rows) -> Result<> {
        auto appended = rows.AppendInbox(Message(number));
        if (!appended) return appended.error();
        *duplicate = appended->duplicate;
        return {};
      },
      [&store, &window, number, duplicate](const Result<>& fate) {
        const std::string trouble = store.Trouble().empty() ? "-" : store.Trouble();
        if (fate) {
          Say((*duplicate ? "dup " : "ack ") + std::to_string(number));
        } else {
          Say("fail " + std::to_string(number) + " " + std::string(Name(fate.error().code)) + " " +
              trouble);
        }
        window.Leave();
      });
}

int Run(const std::string& path, long first, long limit) {
  store::Options options;
  options.path = path;
  auto opened = store::Store::Open(options);
  if (!opened) {
    Say("not open " + opened.error().Text());
    return 1;
  }
  store::Store& store = **opened;
  std::thread writer([&store] { store.RunWriter(); });
  Window window;
  for (long number = first; number < first + limit; ++number) Append(store, window, number);
  while (true) pause();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  return Run(argv[1], std::atol(argv[2]), argc > 3 ? std::atol(argv[3]) : 1'000'000'000L);
}
