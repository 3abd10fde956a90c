"""What ftp-stub.py does with RNTO, and the lies about it."""

OLD_CONTENTS = (b"one", b"0123456789" * 300_000)


def rename(old, new, files, times, lies):
    """Returns the reply.

    unmoved: says that it is done, and does nothing. keeps-names: a name that is taken stays with what has it. keeps-old: and
    with nothing else, once it is free. overtaken: somebody else's file takes the name right after. loses-new: the
    old file stays, and the new one is gone.
    """
    hidden = new.split("/")[-1].startswith(".")
    if "unmoved" in lies:
        return "250 renamed"
    if lies & {"keeps-names", "keeps-old"} and new in files:
        return "553 file exists"
    if "keeps-old" in lies and not hidden and files[old] not in OLD_CONTENTS:
        return "550 not that one"
    old_content = files.get(new)
    files[new] = files.pop(old)
    if old in times:
        times[new] = times.pop(old)
    else:
        times.pop(new, None)
    if "overtaken" in lies and not hidden:
        files[new] = bytes(255 - byte for byte in files[new])
        times[new] = "20210304050608"
    if "loses-new" in lies and old_content is not None and not hidden:
        files[new] = old_content
        times[new] = "20200304050607"
    return "250 renamed"
