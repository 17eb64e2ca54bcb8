"""What asyncio clients reach against the loopback server: clients.py PORT WIDTH."""

import asyncio
import json
import resource
import sys
import time

PORT, WIDTH = int(sys.argv[1]), int(sys.argv[2])
URL = f"http://127.0.0.1:{PORT}/v1"
MESSAGES = [
    {"role": "system", "content": "Solve the problem."},
    {"role": "user", "content": "What is 40 and 2?" + " " * 300},
]


def processor():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


async def measure(label, count, ask):
    pending = iter(range(count))

    async def worker():
        for _ in pending:
            await ask()

    start, cpu = time.monotonic(), processor()
    await asyncio.gather(*(worker() for _ in range(WIDTH)))
    took = time.monotonic() - start
    spent = (processor() - cpu) / count * 1e6
    print(f"{label:<34}{count / took:>10.0f}/s {spent:>8.0f} µs a request", flush=True)


async def main():
    import openai

    client = openai.AsyncOpenAI(base_url=URL, api_key="none", max_retries=0)

    async def by_sdk():
        reply = await client.chat.completions.create(model="loopback", messages=MESSAGES)
        assert "42" in reply.choices[0].message.content

    await measure("openai SDK, asyncio", 2000, by_sdk)
    try:
        import aiohttp
    except ImportError:
        return
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=WIDTH)) as session:
        body = json.dumps({"model": "loopback", "messages": MESSAGES}).encode()

        async def by_aiohttp():
            async with session.post(URL + "/chat/completions", data=body) as reply:
                assert "42" in (await reply.json())["choices"][0]["message"]["content"]

        await measure("aiohttp, no grading", 10000, by_aiohttp)


asyncio.run(main())
