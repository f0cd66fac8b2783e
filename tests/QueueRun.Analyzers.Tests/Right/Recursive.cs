// A message that holds itself
record Tree(string Name, List<Tree>? Children, Tree? Parent);
static class Trees { [SocketHandler("type=tree")] internal static Tree Root(Tree data) => data.Parent is null ? data : Root(data.Parent); }
