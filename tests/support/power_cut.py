"""A disk that loses its power: a file with ext4 in it, mounted through a loop device and shut down under load.

FS_IOC_SHUTDOWN without flushing the log is what a power cut is to the file system: what was not synced is gone, and every
call fails until it is mounted again. Needs root and loop mounts.
"""
import array
import fcntl
import os
import shutil
import subprocess

FS_IOC_SHUTDOWN = 0x8004587D  # _IOR('X', 125, __u32)
NO_LOG_FLUSH = 2


class NotPossible(Exception):
    """This machine does not allow it; the text says why."""


def _run(*words):
    return subprocess.run(words, capture_output=True, text=True, stdin=subprocess.DEVNULL)


class PowerCut:
    """The folder `data` on a disk of its own. `cut` while it is written to, `mount` before it is used again."""

    def __init__(self, scratch, data, megabytes=512):
        self.image, self.data, self.mounted = os.path.join(scratch, "disk.img"), data, False
        if os.geteuid() != 0:
            raise NotPossible("loop mounts need root")
        for tool in ("mkfs.ext4", "mount", "umount"):
            if shutil.which(tool) is None:
                raise NotPossible(f"there is no {tool}")
        os.makedirs(data, exist_ok=True)
        with open(self.image, "wb") as file:
            file.truncate(megabytes << 20)
        made = _run("mkfs.ext4", "-q", "-F", self.image)
        if made.returncode != 0:
            raise NotPossible(f"mkfs.ext4: {made.stderr.strip()}")
        self.mount()

    def mount(self):
        done = _run("mount", "-o", "loop", self.image, self.data)
        if done.returncode != 0:
            raise NotPossible(f"mount: {done.stderr.strip()}")
        self.mounted = True

    def cut(self):
        """The power is gone: nothing that is not synced will be there after the next mount."""
        folder = os.open(self.data, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.ioctl(folder, FS_IOC_SHUTDOWN, array.array("I", [NO_LOG_FLUSH]))
        except OSError as error:
            raise NotPossible(f"FS_IOC_SHUTDOWN: {error.strerror}") from None
        finally:
            os.close(folder)

    def unmount(self):
        if self.mounted:
            done = _run("umount", self.data)
            if done.returncode != 0:
                raise RuntimeError(f"umount: {done.stderr.strip()}")
            self.mounted = False

    def end(self):
        """For clean-up, whatever happened."""
        if self.mounted:
            _run("umount", "-l", self.data)
            self.mounted = False
