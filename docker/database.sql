-- The database, and the login that the application uses. Run by sa through sqlcmd, which puts the environment's variables in
-- (in comments too, so this one names none). It may run any number of times; the login gets the password of this run.

IF DB_ID(N'MedanoClinic') IS NULL
  CREATE DATABASE [MedanoClinic];
GO

IF EXISTS (SELECT 1 FROM sys.databases WHERE name = N'MedanoClinic' AND is_read_committed_snapshot_on = 0)
  ALTER DATABASE [MedanoClinic] SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE;
GO

IF SUSER_ID(N'medano') IS NULL
  CREATE LOGIN [medano] WITH PASSWORD = N'$(MSSQL_APP_PASSWORD)', DEFAULT_DATABASE = [MedanoClinic];
ELSE
  ALTER LOGIN [medano] WITH PASSWORD = N'$(MSSQL_APP_PASSWORD)';
GO

USE [MedanoClinic];
GO

IF USER_ID(N'medano') IS NULL
  CREATE USER [medano] FOR LOGIN [medano] WITH DEFAULT_SCHEMA = [dbo];
ELSE
  ALTER USER [medano] WITH LOGIN = [medano]; -- a database restored from another server knows that server's login
GO

-- db_ddladmin because a start applies missing migrations. docs/sql-server.md has two logins that part the two.
ALTER ROLE [db_datareader] ADD MEMBER [medano];
ALTER ROLE [db_datawriter] ADD MEMBER [medano];
ALTER ROLE [db_ddladmin] ADD MEMBER [medano];
GRANT EXECUTE ON SCHEMA::[dbo] TO [medano]; -- the table types by which sets of jobs are sent
GO
