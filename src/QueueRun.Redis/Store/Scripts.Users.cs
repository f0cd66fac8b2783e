namespace QueueRun.Redis.Store;

/// <content>Users: their places, their homes, and what was told.</content>
internal static partial class Scripts
{
    /// <summary>Writes this process's places and devices of users. More places than allowed are refused.</summary>
    /// <remarks>
    /// Arguments: process, replay, delays, untold; for each user: id, places, devices, max (0: no limit), told (<c>x</c> if others
    /// may have called hooks since), toldNumber, JSON, whether rooms are asked for. Returns for each user: the record, empty if there is
    /// none, or <c>full</c>; then the rooms that the user's first device here comes into.
    /// </remarks>
    public const string Set = Common + Fence + """
        local delays, untold = ARGV[3] == '1', ARGV[4] == '1'
        local replies = {}
        for i = 5, #ARGV, 8 do
          local user, places, devices, max = ARGV[i], tonumber(ARGV[i + 1]), tonumber(ARGV[i + 2]), tonumber(ARGV[i + 3])
          local told, toldnumber, own, asks = ARGV[i + 4], tonumber(ARGV[i + 5]), ARGV[i + 6], ARGV[i + 7] == '1'
          local r, record, here = read(user), '', {}
          if r or places > 0 or told == '1' or told == 'x' then
            r = r or create(told)
            local mine = r.at[me] or { 0, 0 }
            if max > 0 and total(r, 1) - mine[1] + places > max then
              record = 'full'
            else
              local before = total(r, 2)
              r.at[me] = places > 0 and { places, devices } or nil
              local fact = told ~= '' and toldnumber > r.toldnumber
              if fact then r.told, r.toldnumber = told, toldnumber end
              local changed = change(r, before, delays, untold)
              if fact and (told == 'x' or (told == '1' and r.flip == 0)) then r.number = nextnumber() r.flip = r.number end
              takehome(r)
              record = write(user, r, untold)
              if own ~= '' and record ~= '' then redis.call(devices > 0 and 'HSET' or 'HSETNX', json, user, own) end
              if changed or fact or places == 0 then tellhome(user, r, record) end
              if (mine[2] == 0 or asks) and devices > 0 then
                local all = redis.call('HGETALL', base .. 'r:' .. user)
                for k = 1, #all, 2 do
                  if string.sub(all[k + 1], 1, 1) == 'u' then
                    here[#here + 1] = all[k]
                    addroute(all[k], me)
                  end
                end
              end
            end
          end
          replies[#replies + 1] = record
          replies[#replies + 1] = here
        end
        return replies
        """;

    /// <summary>
    /// The hooks of a user were called: the newest number counts, also from a process that has been buried. The other processes that have
    /// the user are told, because first messages wait there, and so is the home.
    /// </summary>
    /// <remarks>Arguments: process, replay, user, told, number. Returns the record; empty if there is none any more.</remarks>
    public const string Told = Common + """
        local user, told, number = ARGV[3], ARGV[4], tonumber(ARGV[5])
        local r = read(user)
        if not r then return '' end
        if number > r.toldnumber then
          r.told, r.toldnumber = told, number
          for process, counts in pairs(r.at) do
            if process ~= me and process ~= r.home and lives(process) then deliver(process, '1T' .. text(user) .. text(format(r))) end
          end
          if r.home ~= me and lives(r.home) then deliver(r.home, '1T' .. text(user) .. text(format(r))) end
        end
        return write(user, r, false)
        """;

    /// <summary>The delay of a departure is over at the user's home. Nothing happens if the user has come back since that number.</summary>
    /// <remarks>Arguments: process, replay, untold, user, number. Returns the record; empty if there is none.</remarks>
    public const string Gone = Common + Fence + """
        local untold, user, number = ARGV[3] == '1', ARGV[4], tonumber(ARGV[5])
        local r = read(user)
        if not r then return '' end
        if r.home == me and r.number == number and r.online == 1 and total(r, 2) == 0 then
          r.number, r.online = nextnumber(), 0
          r.flip = r.number
          if untold then r.told, r.toldnumber = '0', r.number end
        end
        return write(user, r, untold)
        """;

    /// <summary>
    /// Another process becomes the home of a user who is online, and was told so: one that has the user, or else any.
    /// </summary>
    /// <remarks>
    /// Arguments: process, replay, user. Returns the new home; empty if there is no other process, this is not the home, or hooks are still
    /// to be called.
    /// </remarks>
    public const string Resign = Common + Fence + """
        local user = ARGV[3]
        local r = read(user)
        if not r or r.home ~= me or r.online ~= 1 or r.told ~= '1' or r.toldnumber < r.flip then return '' end
        local to = ''
        for process, counts in pairs(r.at) do
          if process ~= me and counts[2] > 0 and lives(process) then to = process end
        end
        if to == '' then to = others()[1] or '' end
        if to == '' then return '' end
        r.home, r.number = to, nextnumber()
        tellhome(user, r, write(user, r, false))
        return to
        """;
}
